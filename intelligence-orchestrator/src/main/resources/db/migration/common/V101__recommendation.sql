-- What was recommended and why. The cool-down reads it, so that a restart repeats nothing.
create table recommendation (
    id             TEXT   not null primary key,
    portfolio_id   TEXT,
    action         TEXT   not null,
    symbol         TEXT   not null,
    trigger_type   TEXT   not null,
    reason         TEXT   not null,
    confidence     TEXT   not null,
    score          TEXT,
    return_percent TEXT,
    depot_rank     BIGINT,
    explanation    TEXT   not null,
    said_at        TEXT   not null
);

create index recommendation_by_time on recommendation (said_at);
