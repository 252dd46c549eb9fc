-- Which services a service cannot do without.
create table service_dependency (
    service uuid not null references service (id) on delete cascade,
    needs uuid not null references service (id) on delete cascade,
    primary key (service, needs),
    check (service <> needs)
);
create index dependency_on_service on service_dependency (needs, service);

-- Whether its new incidents wait while one that it needs is down; as installed they page.
alter table service add column quiet_while_dependency_down boolean not null default false;
