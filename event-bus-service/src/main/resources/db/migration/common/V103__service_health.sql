-- The status of each instance of a service, and its changes. Times are milliseconds since 1970.
create table service_instance (
    instance TEXT    not null primary key,
    service  TEXT    not null,
    status   TEXT    not null,
    since    BIGINT  not null,
    silent   INTEGER not null
);

create table service_change (
    instance   TEXT    not null,
    changed_at BIGINT  not null,
    service    TEXT    not null,
    status     TEXT    not null,
    silent     INTEGER not null,
    primary key (instance, changed_at)
);

create index service_change_by_service on service_change (service, changed_at);
