-- The services people run.
create table service (
    id uuid primary key,
    name text not null unique,
    description text not null default '',
    escalation_policy uuid,
    grouping text not null default 'alert' check (grouping in ('alert', 'service')),
    version bigint not null default 1,
    created_at timestamptz not null default now()
);

-- The doors through which senders report about a service.
create table integration (
    id uuid primary key,
    service uuid not null references service (id),
    name text not null,
    type text not null,
    routing_key text not null unique,
    version bigint not null default 1,
    created_at timestamptz not null default now()
);
create index integration_of_service on integration (service);

-- The short numbers people say. A rolled-back transaction may leave a gap; nobody minds.
create sequence incident_number;

create table incident (
    id uuid primary key,
    number bigint not null unique,
    service uuid not null references service (id),
    group_key text not null,
    title text not null,
    status text not null check (status in ('triggered', 'acknowledged', 'snoozed', 'resolved')),
    severity text not null check (severity in ('sev1', 'sev2', 'sev3', 'sev4', 'sev5')),
    cycle int not null,
    version bigint not null,
    escalation_policy uuid,
    acknowledged_by uuid,
    acknowledged_by_name text,
    snoozed_until timestamptz,
    created_at timestamptz not null,
    resolved_at timestamptz,
    alert_count int not null,
    open_alerts int not null
) with (fillfactor = 80);
-- One cause, one open incident: the last word when two writers race.
create unique index one_open_incident_of_a_group on incident (service, group_key) where status <> 'resolved';
create index open_incident on incident (number) where status <> 'resolved';
create index incident_of_service on incident (service, number);

-- The bodies as they came, kept once however many alerts they speak of.
create table request (
    id uuid primary key,
    integration uuid not null,
    format text not null,
    received_at timestamptz not null,
    raw text not null
);

create table alert (
    id uuid primary key,
    integration uuid not null,
    service uuid not null references service (id),
    incident uuid not null references incident (id),
    dedup_key text not null,
    status text not null check (status in ('triggered', 'resolved')),
    severity text not null check (severity in ('critical', 'error', 'warning', 'info')),
    summary text not null,
    source text,
    component text,
    details jsonb not null,
    links jsonb not null,
    count bigint not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    resolved_at timestamptz,
    first_request uuid not null,
    last_request uuid not null
) with (fillfactor = 80);
create unique index one_open_alert_of_a_key on alert (integration, dedup_key) where status = 'triggered';
create index alert_of_key on alert (integration, dedup_key, id);
create index alert_of_incident on alert (incident, id);
create index alert_of_service on alert (service, id);

-- What happened, in order; rows are only ever added.
create table timeline (
    seq bigint generated always as identity primary key,
    incident uuid not null references incident (id),
    version bigint not null,
    at timestamptz not null,
    kind text not null,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    text text not null,
    data jsonb not null
);
create index timeline_of_incident on timeline (incident, seq);

-- A command is carried out once, however often it arrives.
create table command (
    id uuid primary key,
    incident uuid not null,
    verb text not null,
    at timestamptz not null
);

-- Belfry reports its own trouble here. Without an escalation policy of its own the catch-all is paged.
insert into service (id, name, description)
values ('00000000-0000-8000-8000-00000000be1f', 'Belfry', 'What goes wrong inside Belfry itself');
