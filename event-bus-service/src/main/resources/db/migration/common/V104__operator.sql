-- What came of an event is asked by its id. Times are milliseconds since 1970.
create index journal_by_cause on journal (causation_id) where causation_id is not null;

-- Instructions about dead letters, until they lie in the stream of the service that has them.
create table operator_instruction (
    id         TEXT   not null primary key,
    service    TEXT   not null,
    json       TEXT   not null,
    created_at BIGINT not null
);

-- Who gets what. `position` keeps the order in which rules are shown.
create table routing_rule (
    pattern  TEXT    not null primary key,
    position INTEGER not null,
    targets  TEXT    not null
);

-- Declared subscriptions that got their rule once, so that a rule taken away stays away.
create table routing_known (
    group_name TEXT not null,
    hears      TEXT not null,
    primary key (group_name, hears)
);

-- Replays, with how far they are: `cursor` is the last told position of each partition.
create table replay (
    id             TEXT   not null primary key,
    target_group   TEXT,
    target_client  TEXT,
    from_time      BIGINT,
    to_time        BIGINT not null,
    event_type     TEXT,
    subject        TEXT,
    correlation_id TEXT,
    speed          TEXT   not null,
    state          TEXT   not null,
    total          BIGINT not null,
    done           BIGINT not null,
    cursor         TEXT   not null,
    actor          TEXT   not null,
    created_at     BIGINT not null,
    ended_at       BIGINT
);

-- Each text that a schema ever had.
create table schema_version (
    type          TEXT    not null,
    revision      INTEGER not null,
    kind          TEXT    not null,
    version       TEXT    not null,
    json          TEXT    not null,
    breaks        TEXT    not null,
    registered_at BIGINT  not null,
    primary key (type, revision)
);

-- What passed in a minute, per type and source; the type '' counts what was refused.
create table analytics_minute (
    minute     BIGINT not null,
    event_type TEXT   not null,
    source     TEXT   not null,
    events     BIGINT not null,
    timed      BIGINT not null,
    total_us   BIGINT not null,
    histogram  TEXT   not null,
    primary key (minute, event_type, source)
);
