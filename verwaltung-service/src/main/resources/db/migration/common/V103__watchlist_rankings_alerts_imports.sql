create table watchlist (
    symbol         text primary key,
    source         text not null,
    reason         text not null,
    score          text,
    confidence     text,
    recommendation text,
    as_of          text,
    added_at       text not null,
    order_id       text,
    note           text
);

-- The last return per holding as auswertung computed it.
create table holding_returns (
    portfolio_id   text not null,
    symbol         text not null,
    return_percent text not null,
    as_of          text not null,
    primary key (portfolio_id, symbol)
);

create table alert_rules (
    rule_id        text primary key,
    actor          text not null,
    symbol         text not null,
    condition      text not null,
    threshold      text not null,
    met            bigint,
    last_close     text,
    evaluated_at   text,
    created_at     text not null,
    correlation_id text,
    traceparent    text
);
create index alert_rules_by_symbol on alert_rules (symbol);
create index alert_rules_by_actor on alert_rules (actor, rule_id);

create table imported_rows (
    portfolio_id text not null,
    row_hash     text not null,
    imported_at  text not null,
    primary key (portfolio_id, row_hash)
);
