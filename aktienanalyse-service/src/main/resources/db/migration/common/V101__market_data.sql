-- Times are ISO 8601 UTC with whole seconds, so that they sort as text. Decimals are text: no digit is lost.
create table bar (
    source    text not null,
    symbol    text not null,
    bar_start text not null,
    bar_end   text not null,
    open      text,
    high      text,
    low       text,
    close     text not null,
    volume    text,
    adjusted  integer not null,
    primary key (source, symbol, bar_start)
);

-- The newest analysis of a share that was said because of a bar.
create table newest_analysis (
    source   text not null,
    symbol   text not null,
    as_of    text not null,
    score    text not null,
    analysis text not null,
    primary key (source, symbol)
);

-- What each analysis foretold, and what came of it so many bars later.
create table forecast (
    source          text not null,
    symbol          text not null,
    as_of           text not null,
    scoring_version text not null,
    horizon_bars    integer not null,
    recommendation  text not null,
    score           text not null,
    probability     text not null,
    price           text not null,
    due_at          text,
    forward_return  text,
    hit             integer,
    primary key (source, symbol, as_of)
);
create index forecast_by_symbol on forecast (symbol, as_of);

-- Trades set against the forecast that was newest when they were made.
create table traded_forecast (
    execution_key  text primary key,
    symbol         text not null,
    executed_at    text not null,
    side           text not null,
    quantity       text not null,
    price          text not null,
    source         text,
    as_of          text,
    recommendation text,
    followed       integer,
    shortfall      text
);

-- How the best holdings of a depot had been rated.
create table rated_performer (
    portfolio_id   text not null,
    symbol         text not null,
    return_percent text not null,
    recommendation text,
    as_of          text,
    primary key (portfolio_id, symbol)
);
