-- The road to people, stage by stage: page, plan, guard, lane, call, outcome.

-- Every page as it came. Its id is derived, so a page that comes again is recognised.
create table page (
    id            uuid primary key,
    incident_id   uuid not null,
    cycle         integer not null,
    user_id       uuid not null,
    data          text not null,
    -- Said once each: nothing has arrived so far, and nothing can arrive any more.
    deferred      boolean not null default false,
    undeliverable boolean not null default false,
    requested_at  timestamptz not null
);
create index page_requested on page (requested_at);
create index page_incident on page (incident_id);

-- Every notice as it came: reminders, digests, updates; nothing in it asks for an acknowledge.
create table notice (
    id           uuid primary key,
    user_id      uuid not null,
    data         text not null,
    requested_at timestamptz not null
);
create index notice_requested on notice (requested_at);

-- One page or notice by one contact method. due_at is the only clock: when something must be done about it by the
-- database's time. That is the first attempt, the next one, or, while a call is under way, the end of its lease; whoever
-- makes the call keeps the lease ahead, so a row that falls due at "sending" has lost its owner.
create table delivery (
    id             uuid primary key,
    page_id        uuid references page (id) on delete cascade,
    notice_id      uuid references notice (id) on delete cascade,
    incident_id    uuid,
    cycle          integer,
    user_id        uuid not null,
    lane           text not null,
    channel        text not null,
    contact_method uuid,
    label          text not null,
    -- 0 first page, 1 page again, 2 information, 3 bulk.
    priority       smallint not null,
    status         text not null check (status in
        ('pending', 'sending', 'deferred', 'sent', 'failed', 'cancelled', 'undeliverable')),
    tries          integer not null default 0,
    wait_ms        bigint not null default 0,
    -- When it was first to go out, and whether it has been said that it did not.
    wanted_at      timestamptz not null,
    late           boolean not null default false,
    due_at         timestamptz not null,
    deadline       timestamptz not null,
    -- The message that listed it among others.
    digest_id      uuid,
    detail         text,
    created_at     timestamptz not null,
    sent_at        timestamptz,
    check ((page_id is null) <> (notice_id is null))
);
create index delivery_due on delivery (lane, due_at) where status in ('pending', 'sending', 'deferred');
create index delivery_method on delivery (contact_method, lane) where status in ('pending', 'sending', 'deferred');
create index delivery_late on delivery (wanted_at)
    where status in ('pending', 'sending', 'deferred') and not late and page_id is not null;
create index delivery_page on delivery (page_id) where page_id is not null;
create index delivery_notice on delivery (notice_id) where notice_id is not null;
create index delivery_digest on delivery (digest_id) where digest_id is not null;
create index delivery_incident on delivery (incident_id, created_at desc, id desc) where page_id is not null;
create index delivery_user on delivery (user_id, created_at desc, id desc) where page_id is not null;
create index delivery_created on delivery (created_at desc, id desc) where page_id is not null;

-- A call of a provider, written before the call is made. No outcome: it is under way, or its process died.
create table attempt (
    delivery_id uuid not null references delivery (id) on delete cascade,
    n           integer not null,
    started_at  timestamptz not null,
    outcome     text check (outcome in ('sent', 'passing', 'permanent', 'ambiguous')),
    detail      text,
    ended_at    timestamptz,
    primary key (delivery_id, n)
);

-- What is known of an incident: an attempt starts only while it is triggered in the cycle of the page.
create table incident_guard (
    incident_id uuid primary key,
    version     bigint not null,
    status      text not null,
    cycle       integer not null,
    reason      text not null,
    changed_at  timestamptz not null,
    -- When those who were paged are told that it is over, null when there is nothing to tell; who ended it knows. Pages up
    -- to over_cycle were told of.
    over_at     timestamptz,
    over_by     uuid,
    over_cycle  integer not null default 0
);
create index incident_guard_changed on incident_guard (changed_at);
create index incident_guard_over on incident_guard (over_at) where over_at is not null;
