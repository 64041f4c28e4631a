create table orders (
    order_id        text primary key,
    portfolio_id    text not null references portfolios (id),
    client_order_id text,
    body            text not null,
    symbol          text not null,
    isin            text,
    currency        text not null,
    side            text not null,
    order_type      text not null,
    time_in_force   text not null,
    expire_time     text,
    broker          text not null,
    quantity        text not null,
    price           text,
    stop_price      text,
    reserve_price   text not null,
    state           text not null,
    working         bigint not null,
    filled          text not null,
    filled_value    text not null,
    fees            text not null,
    fills           bigint not null,
    triggered       bigint not null,
    eligible_from   text not null,
    session         text,
    created_at      text not null,
    updated_at      text not null,
    revision        bigint not null,
    correlation_id  text,
    command_id      text,
    actor           text,
    traceparent     text
);
create unique index orders_by_client_id on orders (portfolio_id, client_order_id);
create index orders_working on orders (symbol) where working = 1;
create index orders_of_portfolio on orders (portfolio_id, order_id);
create index orders_of_actor on orders (actor, created_at);
