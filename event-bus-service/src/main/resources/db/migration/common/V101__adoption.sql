-- Ids of foreign events that were said again by us. Times are milliseconds since 1970.
create table adopted_event (
    event_id   TEXT   not null primary key,
    event_type TEXT   not null,
    source     TEXT   not null,
    channel    TEXT   not null,
    adopted_at BIGINT not null
);

create index adopted_event_by_time on adopted_event (adopted_at);

-- Foreign messages that are no events, with the reason.
create table quarantine (
    number      BIGINT not null primary key,
    heard_at    BIGINT not null,
    channel     TEXT   not null,
    reason      TEXT   not null,
    field       TEXT,
    explanation TEXT   not null,
    size        BIGINT not null,
    text        TEXT   not null
);
