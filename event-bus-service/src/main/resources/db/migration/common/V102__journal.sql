-- Every EVERY event, exactly as it was on the bus. Times are milliseconds since 1970.
create table journal (
    event_id       TEXT   not null primary key,
    event_type     TEXT   not null,
    source         TEXT   not null,
    subject        TEXT   not null,
    correlation_id TEXT,
    causation_id   TEXT,
    place          TEXT   not null,
    epoch          BIGINT not null,
    sequence       BIGINT not null,
    occurred_at    BIGINT not null,
    recorded_at    BIGINT not null,
    json           TEXT   not null
);

create index journal_by_time on journal (occurred_at, event_id);
create index journal_by_type on journal (event_type, occurred_at, event_id);
create index journal_by_subject on journal (subject, occurred_at, event_id);
create index journal_by_source on journal (source, occurred_at, event_id);
create index journal_by_correlation on journal (correlation_id, occurred_at) where correlation_id is not null;
create index journal_by_place on journal (place, epoch, sequence);
