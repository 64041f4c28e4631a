-- How many events a replay left out because they had only followed from an earlier replay.
alter table replay add column skipped BIGINT not null default 0;
