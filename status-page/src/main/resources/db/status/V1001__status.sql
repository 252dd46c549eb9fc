create table status_page (
    id uuid primary key,
    version bigint not null default 1,
    -- Grows with every change of anything on the page: replicas look at it to see whether their image is old.
    revision bigint not null default 1,
    name text not null,
    slug text not null unique,
    domain text unique,
    time_zone text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create table component (
    id uuid primary key,
    version bigint not null default 1,
    page_id uuid not null references status_page (id),
    name text not null,
    description text not null default '',
    position integer not null,
    -- What a person set; the incidents of its services can make it look worse, never better.
    status text not null default 'operational',
    -- The worst of that, of what its services' open incidents say, and of what is posted; updated_at moves with it.
    shown text not null default 'operational',
    services uuid[] not null default '{}',
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index component_page on component (page_id, position);

create table status_incident (
    id uuid primary key,
    version bigint not null default 1,
    page_id uuid not null references status_page (id),
    name text not null,
    impact text not null,
    status text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    monitoring_at timestamptz,
    resolved_at timestamptz
);
create index status_incident_page on status_incident (page_id, created_at desc);

create table status_incident_component (
    incident_id uuid not null references status_incident (id),
    component_id uuid not null references component (id) on delete cascade,
    status text not null,
    primary key (incident_id, component_id)
);

create table status_update (
    id uuid primary key,
    incident_id uuid not null references status_incident (id),
    status text not null,
    body text not null,
    created_at timestamptz not null
);
create index status_update_incident on status_update (incident_id, created_at);

-- The components that an update named or changed, and how they looked before and after it.
create table status_update_component (
    update_id uuid not null references status_update (id),
    component_id uuid not null references component (id) on delete cascade,
    old_status text not null,
    new_status text not null,
    primary key (update_id, component_id)
);
create index status_update_component_component on status_update_component (component_id);

-- The open incidents of services, as incidents.v1 told; it decides how linked components look.
create table open_incident (
    id uuid primary key,
    version bigint not null,
    service_id uuid not null,
    severity text not null,
    is_open boolean not null,
    updated_at timestamptz not null
);
create index open_incident_service on open_incident (service_id) where is_open;
