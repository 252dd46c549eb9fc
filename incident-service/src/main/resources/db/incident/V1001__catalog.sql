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

-- The doors through which senders report about a service. mapping, email_rules, per_second: how it reads what its sender
-- sends; null is the usual way.
create table integration (
    id uuid primary key,
    service uuid not null references service (id),
    name text not null,
    type text not null,
    routing_key text not null unique,
    mapping jsonb,
    email_rules jsonb,
    per_second int check (per_second between 1 and 1000000),
    version bigint not null default 1,
    created_at timestamptz not null default now()
);
create index integration_of_service on integration (service);

-- The latest requests of each integration, in a ring of twenty places.
create table recent_request (
    integration uuid not null,
    place int not null check (place between 0 and 19),
    seq bigint not null,
    format text not null,
    received_at timestamptz not null,
    length int not null,
    raw text not null,
    told jsonb not null,
    alerts int not null,
    primary key (integration, place)
) with (fillfactor = 50);

-- How many requests the ring of an integration has taken, and how many it may take at once: one more each second.
create table request_tally (
    integration uuid primary key,
    kept bigint not null,
    room double precision not null,
    at timestamptz not null
) with (fillfactor = 50);

-- Belfry reports its own trouble here. Without an escalation policy of its own the catch-all is paged.
insert into service (id, name, description)
values ('00000000-0000-8000-8000-00000000be1f', 'Belfry', 'What goes wrong inside Belfry itself');
