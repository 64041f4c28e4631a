-- Learned from the bars heard: what can be traded, and the last price that is known for sure.
create table instruments (
    symbol       text primary key,
    isin         text,
    currency     text,
    last_price   text not null,
    market_time  text not null,
    open_known   bigint not null,
    volume_known bigint not null
);

create table portfolios (
    id         text primary key,
    currency   text not null,
    cash       text not null,
    revision   bigint not null,
    opened_at  text not null,
    booked_at  text not null
);

-- Every movement of cash, trades too. The id is that of the execution or of the cash flow: none is booked twice.
create table cash_entries (
    entry_id     text primary key,
    portfolio_id text not null references portfolios (id),
    kind         text not null,
    amount       text not null,
    balance      text not null,
    symbol       text,
    booked_at    text not null,
    revision     bigint not null
);
create index cash_entries_by_portfolio on cash_entries (portfolio_id, kind);

-- A position that was sold stays with quantity 0: it keeps its realised gains.
create table positions (
    portfolio_id     text not null references portfolios (id),
    symbol           text not null,
    isin             text,
    cost_average     text not null,
    realised_fifo    text not null,
    realised_average text not null,
    primary key (portfolio_id, symbol)
);

create table lots (
    portfolio_id text not null,
    symbol       text not null,
    lot_id       text not null,
    opened_at    text not null,
    quantity     text not null,
    cost         text not null,
    place        bigint not null,
    primary key (portfolio_id, symbol, lot_id),
    foreign key (portfolio_id, symbol) references positions (portfolio_id, symbol)
);

create table trades (
    execution_id text primary key,
    order_id     text not null,
    portfolio_id text not null references portfolios (id),
    symbol       text not null,
    side         text not null,
    quantity     text not null,
    price        text not null,
    value        text not null,
    fees         text not null,
    executed_at  text not null,
    revision     bigint not null
);
create index trades_by_symbol on trades (portfolio_id, symbol);

-- What a sale took from which lot: a tax estimate starts from here.
create table closed_lots (
    execution_id text not null references trades (execution_id),
    lot_id       text not null,
    portfolio_id text not null,
    symbol       text not null,
    quantity     text not null,
    opened_at    text not null,
    closed_at    text not null,
    cost         text not null,
    proceeds     text not null,
    primary key (execution_id, lot_id)
);
