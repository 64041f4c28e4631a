-- What was heard about a depot. Never changed: everything else is folded from it.
create table fact (
    portfolio_id text   not null,
    kind         text   not null, -- flow, trade, correction
    fact_id      text   not null, -- flow_id, execution_id, event_id
    detail       text,            -- kind of the flow, side of the trade
    symbol       text,
    quantity     text,
    price        text,
    amount       text,            -- of a flow; total value of a trade; cost of a corrected position
    fees         text,
    currency     text,
    happened_at  text   not null, -- market time
    market_day   text   not null,
    primary key (portfolio_id, kind, fact_id)
);

-- The newest close of each share on each day.
create table close_price (
    symbol     text   not null,
    market_day text   not null,
    close      text   not null,
    bar_end    bigint not null, -- epoch milliseconds
    primary key (symbol, market_day)
);
create index close_price_by_day on close_price (market_day, symbol);

-- The projection. From dirty_from on, daily_value is missing or out of date.
create table portfolio (
    portfolio_id text not null primary key,
    first_day    text not null,
    dirty_from   text
);
create table daily_value (
    portfolio_id text   not null,
    market_day   text   not null,
    value        text   not null,
    cash         text   not null,
    inflow       text   not null,
    outflow      text   not null,
    traded       bigint not null, -- 1 on a day with bars
    primary key (portfolio_id, market_day)
);

-- The newest analysis of each share.
create table analysis_score (
    symbol         text   not null primary key,
    score          text   not null,
    recommendation text   not null,
    as_of          bigint not null -- epoch milliseconds
);

-- Depots whose figures have changed since they were last said, and on whose behalf.
create table announcement (
    portfolio_id   text not null primary key,
    reason         text not null,
    correlation_id text,
    causation_id   text not null,
    actor          text
);

create table report (
    report_id    text not null primary key,
    portfolio_id text not null,
    format       text not null,
    from_day     text,
    to_day       text,
    content      text not null,
    requested_by text not null,
    created_at   text not null
);
