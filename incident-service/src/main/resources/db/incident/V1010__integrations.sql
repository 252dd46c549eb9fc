-- How an integration reads what its sender sends; null is the usual way.
alter table integration
    add column mapping jsonb,
    add column email_rules jsonb,
    add column per_second int check (per_second between 1 and 1000000);

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
