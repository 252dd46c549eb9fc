-- The bodies as they came: of each alert the first and the last, kept once however many alerts they speak of. held counts
-- how often alerts name a body as their first or their last; one that no alert names any more is removed.
create table request (
    id uuid primary key,
    integration uuid not null,
    format text not null,
    received_at timestamptz not null,
    raw text not null,
    held integer not null
);
create index request_received on request (received_at);

-- The requests that were applied. A spool may bring one a second time after a crash, and so may a broker whose answer was lost.
create table applied_request (
    id uuid primary key,
    at timestamptz not null
);
create index applied_request_at on applied_request (at);

-- An alert that a silence holds back belongs to no incident until the silence ends. The incident is not a foreign key, since
-- incidents stand on alerts and not the other way round; whoever opens one writes both in one transaction.
create table alert (
    id uuid primary key,
    integration uuid not null,
    service uuid not null references service (id),
    incident uuid,
    dedup_key text not null,
    status text not null check (status in ('triggered', 'resolved')),
    severity text not null check (severity in ('critical', 'error', 'warning', 'info')),
    summary text not null,
    source text,
    component text,
    description text,
    priority text,
    tags text[],
    details jsonb not null,
    labels jsonb,
    links jsonb not null,
    count bigint not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    occurred_at timestamptz,
    resolved_at timestamptz,
    expires_at timestamptz,
    first_request uuid not null,
    last_request uuid not null,
    -- The number Opsgenie's clients call tinyId.
    tiny bigint generated always as identity,
    owner text,
    acknowledged boolean not null default false,
    acknowledged_by text,
    silenced_by uuid[] not null default '{}',
    updated_at timestamptz not null default now()
) with (fillfactor = 80);
-- No index names a column that repeats change: their updates stay within the page.
create unique index one_open_alert_of_a_key on alert (integration, dedup_key) where status = 'triggered';
create index alert_of_key on alert (integration, dedup_key, id);
create index alert_of_incident on alert (incident, id);
create index alert_of_service on alert (service, id);
create unique index alert_of_tiny on alert (tiny);
create index open_alert_of_service on alert (service, id) where status = 'triggered';
create index held_alert_of_service on alert (service, id) where status = 'triggered' and incident is null;

-- What pages nobody for a while. What it silences is never changed: who wants another one ends it and makes another.
create table silence (
    id uuid primary key,
    -- null: alerts of every service but Belfry's own
    service uuid references service (id) on delete cascade,
    matchers jsonb not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    created_by text not null,
    comment text not null,
    annotations jsonb not null default '{}',
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (ends_at >= starts_at)
);
create index silence_by_end on silence (ends_at);

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
