create table maintenance (
    id uuid primary key,
    version bigint not null default 1,
    page_id uuid not null references status_page (id),
    name text not null,
    status text not null,
    scheduled_for timestamptz not null,
    scheduled_until timestamptz not null,
    started_at timestamptz,
    completed_at timestamptz,
    components uuid[] not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    withdrawn_at timestamptz
);
create index maintenance_page on maintenance (page_id, scheduled_for desc) where withdrawn_at is null;

create table maintenance_update (
    id uuid primary key,
    maintenance_id uuid not null references maintenance (id),
    status text not null,
    body text not null,
    created_at timestamptz not null
);
create index maintenance_update_maintenance on maintenance_update (maintenance_id, created_at);

-- From when a component was shown how: the uptime of a day is added up from these.
create table component_change (
    component_id uuid not null references component (id) on delete cascade,
    at timestamptz not null,
    status text not null,
    primary key (component_id, at)
);
insert into component_change (component_id, at, status)
select id, updated_at, shown from component where shown <> 'operational';
