-- Signs of life that are awaited. Times are those of the log of accepted pings, not of this database's clock.
create table heartbeat (
    id uuid primary key,
    service uuid not null references service (id),
    integration uuid,
    part int not null,
    name text not null,
    slug text not null,
    ping_key text not null unique,
    period_s bigint,
    cron text,
    zone text not null,
    grace_s bigint not null,
    description text not null,
    alert_message text,
    alert_priority text check (alert_priority in ('P1', 'P2', 'P3', 'P4', 'P5')),
    tags text[] not null,
    enabled boolean not null,
    state text not null check (state in ('new', 'started', 'up', 'down')),
    alerting boolean not null default false,
    last_ping timestamptz,
    last_start timestamptz,
    expected_at timestamptz,
    deadline timestamptz,
    created_at timestamptz not null,
    version bigint not null default 1,
    unique (service, slug),
    check ((period_s is null) <> (cron is null))
) with (fillfactor = 80);
create index heartbeat_due on heartbeat (part, deadline) where deadline is not null;

-- The latest pings of each heartbeat.
create table heartbeat_ping (
    seq bigint generated always as identity primary key,
    id uuid not null unique,
    heartbeat uuid not null references heartbeat (id) on delete cascade,
    kind text not null,
    exit_status int,
    run uuid,
    received_at timestamptz not null,
    body text
);
create index ping_of_heartbeat on heartbeat_ping (heartbeat, seq);

-- Up to when everything that was accepted has been read, for each partition of the log.
create table intake_tick (
    part int primary key,
    at timestamptz not null,
    deaf_until timestamptz not null
) with (fillfactor = 50);

-- What was changed in the world: deployments and the like. They page nobody and help to find a cause.
create table change (
    seq bigint generated always as identity primary key,
    id uuid not null unique,
    integration uuid not null,
    service uuid not null references service (id),
    format text not null,
    received_at timestamptz not null,
    occurred_at timestamptz,
    summary text not null,
    source text,
    details jsonb not null,
    links jsonb not null,
    raw text not null
);
create index change_of_service on change (service, seq);
create index change_received on change (received_at);
