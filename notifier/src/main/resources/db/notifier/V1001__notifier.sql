-- How a person can be reached. Addresses and secrets live here and nowhere else.
create table contact_method (
    id uuid primary key,
    user_id uuid not null,
    type text not null check (type in ('email', 'webhook')),
    label text not null,
    address text not null,
    secret text,
    disabled text,
    version bigint not null default 1,
    created_at timestamptz not null
);
create index contact_method_user on contact_method (user_id);

-- When which contact method is tried after a page. Nobody needs one: see Rules.
create table notification_rule (
    id uuid primary key,
    user_id uuid not null,
    delay_ms bigint not null check (delay_ms between 0 and 86400000),
    contact_method uuid not null references contact_method (id) on delete cascade,
    created_at timestamptz not null,
    unique (user_id, contact_method, delay_ms)
);
create index notification_rule_method on notification_rule (contact_method);

-- Every page that came, as it came; its id is derived, so that a page that comes again is known.
create table page (
    id uuid primary key,
    incident_id uuid not null,
    cycle integer not null,
    user_id uuid not null,
    data text not null,
    undeliverable boolean not null default false,
    requested_at timestamptz not null
);

-- One page by one contact method. due_at: when something must be done about it, by the clock of the database: the first
-- attempt, the next one, or, while one is under way, the moment it counts as lost.
create table delivery (
    id uuid primary key,
    page_id uuid not null references page (id),
    incident_id uuid not null,
    cycle integer not null,
    user_id uuid not null,
    channel text not null,
    contact_method uuid,
    label text not null,
    status text not null check (status in
        ('pending', 'sending', 'retry_wait', 'sent', 'failed', 'cancelled', 'undeliverable')),
    tries integer not null default 0,
    wait_ms bigint not null default 0,
    due_at timestamptz not null,
    deadline timestamptz not null,
    detail text,
    created_at timestamptz not null,
    sent_at timestamptz
);
create index delivery_due on delivery (due_at) where status in ('pending', 'sending', 'retry_wait');
create index delivery_page on delivery (page_id);
create index delivery_incident on delivery (incident_id, created_at desc, id desc);
create index delivery_user on delivery (user_id, created_at desc, id desc);
create index delivery_created on delivery (created_at desc, id desc);

-- A call of a provider, written before the call is made. No outcome: under way, or the process died.
create table attempt (
    delivery_id uuid not null references delivery (id),
    n integer not null,
    started_at timestamptz not null,
    outcome text check (outcome in ('sent', 'passing', 'permanent', 'ambiguous')),
    detail text,
    ended_at timestamptz,
    primary key (delivery_id, n)
);

-- What is known of an incident: an attempt starts only while it is triggered in the cycle of the page.
create table incident_guard (
    incident_id uuid primary key,
    version bigint not null,
    status text not null,
    cycle integer not null,
    reason text not null
);

-- Keys made once, such as the one that signs acknowledge links.
create table secret_key (
    name text primary key,
    key bytea not null
);
