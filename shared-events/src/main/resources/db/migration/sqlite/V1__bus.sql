-- The bus's side of a service's database. Times are milliseconds since 1970.

-- Renewed by restore, so that a database taken from a backup is another producer.
create table bus_identity (
    only_row    integer primary key check (only_row = 1),
    database_id text    not null
);

-- What is to be said, written in the transaction of the reaction.
create table bus_outbox (
    seq          integer primary key autoincrement,
    event_id     text    not null,
    family       text    not null,
    partition_no integer not null,
    channel      text    not null,
    payload      text    not null,
    created_at   bigint  not null,
    number       bigint
);
create index bus_outbox_unnumbered on bus_outbox (seq) where number is null;
create index bus_outbox_number on bus_outbox (family, partition_no, number);
create index bus_outbox_created on bus_outbox (created_at);

-- Per partition: the last number given, and the last one that Redis is known to have.
create table bus_outbox_head (
    family       text    not null,
    partition_no integer not null,
    number       bigint  not null,
    confirmed    bigint  not null,
    primary key (family, partition_no)
);

-- The mark that makes the effect of an event happen once.
create table bus_inbox (
    group_name text   not null,
    replay     text   not null,
    event_id   text   not null,
    at         bigint not null,
    primary key (group_name, replay, event_id)
);
create index bus_inbox_at on bus_inbox (at);

-- Which instance works on what. The fence grows with every change of hands.
create table bus_owner (
    resource   text primary key,
    owner      text   not null,
    fence      bigint not null,
    until_time bigint not null
);
create table bus_instance (
    instance   text primary key,
    until_time bigint not null
);

-- What failed, and what waits behind it for the sake of order.
create table bus_dead_letter (
    group_name   text    not null,
    event_id     text    not null,
    replay       text    not null,
    event_type   text    not null,
    subject      text    not null,
    family       text    not null,
    partition_no integer not null,
    entry_id     text    not null,
    payload      text    not null,
    parked       integer not null,
    reason       text    not null,
    stack_hash   text    not null,
    attempts     integer not null,
    at           bigint  not null,
    primary key (group_name, replay, event_id)
);
create index bus_dead_letter_subject on bus_dead_letter (group_name, subject);

-- The answers to commands with an effect, under the client's key.
create table bus_answer (
    actor      text   not null,
    command_id text   not null,
    command    text   not null,
    body       text   not null,
    status     text   not null,
    result     text   not null,
    at         bigint not null,
    primary key (actor, command_id)
);
