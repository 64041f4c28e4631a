-- What open orders hold back is summed for every new one; the years of filled ones are not looked at for it.
create index orders_open on orders (portfolio_id, side) where working = 1;
