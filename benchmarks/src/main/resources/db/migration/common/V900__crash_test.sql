-- What the processes of the crash test keep: what was said, what came of it, and what was heard back.
create table crash_said (
    subject text   not null,
    n       bigint not null,
    primary key (subject, n)
);

-- No unique key: a second effect must be seen, not refused.
create table crash_effect (
    seq     integer primary key autoincrement,
    subject text   not null,
    n       bigint not null
);
create table crash_echo (
    seq     integer primary key autoincrement,
    subject text   not null,
    n       bigint not null
);
