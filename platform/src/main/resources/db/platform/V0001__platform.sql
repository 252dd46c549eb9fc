-- The three primitives every service with a database stands on, and the memory of idempotent requests.

-- The position in the event log: it commits with the effects of what was read.
create table consumer_offset (
    topic text not null,
    part integer not null,
    next_offset bigint not null,
    primary key (topic, part)
);

-- Messages that committed with the change they report, until the broker has them.
create table outbox (
    seq bigint generated always as identity primary key,
    id uuid not null,
    topic text not null,
    key text not null,
    type text not null,
    subject text not null,
    occurred_at timestamptz not null,
    data bytea,
    -- The services that got it over HTTP because Kafka was away. Kafka still gets it, for those who read the log.
    handed_over text[] not null default '{}',
    -- Set when the broker will never take it; it stays here for whoever looks into it.
    set_aside_at timestamptz,
    error text
);
create index outbox_waiting on outbox (topic, seq) where set_aside_at is null;

-- Which replica publishes the outbox. It renews its lease each second; when it dies or freezes, another takes over.
create table outbox_lease (
    name text primary key,
    holder uuid not null,
    expires_at timestamptz not null
);

-- What is due when, by the clock of the database. attempts: how often its action failed.
create table timer (
    id uuid primary key,
    due_at timestamptz not null,
    kind text not null,
    ref uuid not null,
    cycle integer not null,
    step integer not null,
    repeat integer not null,
    attempts integer not null default 0
);
create index timer_due on timer (kind, due_at);
create index timer_failing on timer (attempts) where attempts > 0;
create index timer_ref on timer (ref);

-- What was answered to a POST with an Idempotency-Key; kept for a day.
create table idempotency (
    caller text not null,
    key text not null,
    fingerprint text not null,
    status integer,
    location text,
    etag text,
    body bytea,
    created_at timestamptz not null,
    primary key (caller, key)
);
create index idempotency_created on idempotency (created_at);
