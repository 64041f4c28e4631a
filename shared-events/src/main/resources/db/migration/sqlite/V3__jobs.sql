-- Accepted commands of queues with competing workers. run_at: from when on somebody may take it,
-- which is the end of the lease of who has it; fence grows with each taking.
create table bus_job (
    queue      text    not null,
    actor      text    not null,
    command_id text    not null,
    payload    text    not null,
    attempts   integer not null,
    fence      bigint  not null,
    run_at     bigint  not null,
    put_at     bigint  not null,
    primary key (actor, command_id)
);
create index bus_job_due on bus_job (run_at);
