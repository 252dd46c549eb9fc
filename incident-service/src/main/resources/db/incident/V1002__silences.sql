-- What senders say beyond a summary, and what was done to the alert itself.
alter table alert
    add column labels jsonb,
    add column description text,
    add column priority text,
    add column tags text[],
    add column occurred_at timestamptz,
    add column expires_at timestamptz,
    -- The number Opsgenie's clients call tinyId.
    add column tiny bigint generated always as identity,
    add column owner text,
    add column acknowledged boolean not null default false,
    add column acknowledged_by text,
    add column silenced_by uuid[] not null default '{}',
    add column updated_at timestamptz not null default now();

-- An alert that a silence holds back belongs to no incident until the silence ends.
alter table alert alter column incident drop not null;

create unique index alert_of_tiny on alert (tiny);
-- No index names a column that repeats change: their updates stay within the page.
create index open_alert_of_service on alert (service, id) where status = 'triggered';
create index held_alert_of_service on alert (service, id) where status = 'triggered' and incident is null;

-- What shall page nobody for a while. What it silences is never changed: who wants another one ends it and makes another.
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
