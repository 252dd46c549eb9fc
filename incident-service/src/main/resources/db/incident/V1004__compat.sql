-- What became of the requests of Opsgenie's clients: they ask for it by the request's id for a day or two.
create table opsgenie_request (
    id uuid primary key,
    integration uuid not null,
    service uuid not null,
    action text not null,
    success boolean not null,
    status text not null,
    alert uuid,
    alias text not null,
    -- Whom it asks for, where it asks for somebody.
    named text,
    processed_at timestamptz not null
);
create index opsgenie_request_processed on opsgenie_request (processed_at);
create index opsgenie_request_named on opsgenie_request (named) where named is not null;

-- What only Opsgenie's clients say of an alert. They may name it by the request that created it; one without an alias
-- has its id as one; one that they have deleted is not shown to them any more.
create table opsgenie_alert (
    alert uuid primary key references alert (id) on delete cascade,
    request uuid unique,
    own_alias boolean not null default true,
    actions jsonb not null default '[]',
    responders jsonb not null default '[]',
    deleted_at timestamptz
);

-- What senders did to single alerts, in order; the latest lines of each.
create table alert_log (
    seq bigint generated always as identity primary key,
    alert uuid not null references alert (id) on delete cascade,
    at timestamptz not null,
    kind text not null check (kind in ('note', 'acknowledge', 'close', 'change')),
    owner text not null,
    text text not null
);
create index log_of_alert on alert_log (alert, seq);

-- Queries with a name.
create table opsgenie_search (
    id uuid primary key,
    service uuid not null references service (id) on delete cascade,
    name text not null,
    description text not null,
    query text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (service, name)
);
