-- What an operator told to do with dead letters, so that the same instruction counts once.
create table bus_instruction (
    id          text   primary key,
    instruction text   not null,
    at          bigint not null
);
create index bus_instruction_at on bus_instruction (at);

-- What an operator gave up, kept for ever: who, why, and the event itself.
create table bus_discarded (
    group_name   text    not null,
    event_id     text    not null,
    replay       text    not null,
    event_type   text    not null,
    subject      text    not null,
    payload      text    not null,
    reason       text    not null,
    stack_hash   text    not null,
    attempts     integer not null,
    at           bigint  not null,
    instruction  text    not null,
    actor        text    not null,
    why          text    not null,
    discarded_at bigint  not null,
    primary key (group_name, replay, event_id)
);
