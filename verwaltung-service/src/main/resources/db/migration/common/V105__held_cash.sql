-- What a working buy still needs, in the smallest unit of its currency: 0 for a sale and once the order has ended.
-- The service fills it in at its start.
alter table orders add column held_cash bigint not null default 0;

-- All that the sum of it takes is in the index. The symbol stands before it for the shares that open sales hold back.
drop index orders_open;
create index orders_open on orders (portfolio_id, side, symbol, order_id, held_cash) where working = 1;
