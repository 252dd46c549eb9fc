-- When work is planned and what it breaks pages nobody. local_start, local_end: the first time by the clock of the zone; the
-- others follow from the recurrence. starts_at, ends_at: the time that runs or comes next, and the last one when none does.
create table maintenance_window (
    id uuid primary key,
    name text not null,
    description text not null,
    -- Empty: alerts of every service but Belfry's own that meet the matchers. Not a foreign key: a window of which every
    -- service is gone must not become one of all services.
    services uuid[] not null,
    matchers jsonb not null,
    zone text not null,
    local_start timestamp not null,
    local_end timestamp not null,
    recurrence text,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    cancelled_at timestamptz,
    created_by text not null,
    -- Grows with every change and every end, so that a timer knows whether it is still meant.
    cycle int not null default 1,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (ends_at >= starts_at)
);
create index maintenance_by_end on maintenance_window (ends_at);

-- Who planned what, version by version.
create table maintenance_history (
    maintenance uuid not null references maintenance_window (id),
    version bigint not null,
    what text not null check (what in ('created', 'changed', 'cancelled')),
    changed_by text not null,
    changed_at timestamptz not null default now(),
    plan jsonb not null,
    primary key (maintenance, version)
);
