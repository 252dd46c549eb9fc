create table escalation_policy (
    id      uuid primary key,
    name    text not null,
    team_id uuid references team on delete set null,
    version bigint not null default 1
);
create unique index escalation_policy_name on escalation_policy (lower(name));
create index escalation_policy_team on escalation_policy (team_id);

-- What a policy says, one document a version. Versions are never changed.
create table escalation_policy_version (
    policy_id uuid not null,
    version   bigint not null,
    document  jsonb not null,
    primary key (policy_id, version)
);

-- Whom the current version names: they cannot be deleted.
create table escalation_policy_target (
    policy_id   uuid not null references escalation_policy on delete cascade,
    person_id   uuid references person,
    schedule_id uuid references schedule,
    team_id     uuid references team on delete cascade,
    nested_id   uuid references escalation_policy,
    check (num_nonnulls(person_id, schedule_id, team_id, nested_id) = 1)
);
create index escalation_policy_target_policy on escalation_policy_target (policy_id);
create index escalation_policy_target_person on escalation_policy_target (person_id);
create index escalation_policy_target_schedule on escalation_policy_target (schedule_id);
create index escalation_policy_target_team on escalation_policy_target (team_id);
create index escalation_policy_target_nested on escalation_policy_target (nested_id);

-- How often each step that asks one after the other has asked. An escalation may go on after its policy is gone.
create table escalation_turn (
    policy_id uuid not null,
    step      int not null,
    drawn     bigint not null,
    primary key (policy_id, step)
);

-- The last state of each incident that was heard of; the version drops stale and repeated events.
create table incident (
    id      uuid primary key,
    version bigint not null,
    state   jsonb not null
);
-- What the auditor looks for: few incidents are triggered at a time.
create index incident_triggered on incident (id) where state ->> 'status' = 'triggered';

-- plan: the steps it climbs, nested policies expanded, as they were when it began. base: the repeat at which it began (again).
-- severity: what it was when it began. held_since: since when a step waits for somebody to come on call.
-- pages_wait: the next step is put off until the pages of this one have left.
create table escalation (
    id             uuid primary key,
    incident_id    uuid not null references incident,
    cycle          int not null,
    status         text not null check (status in ('running', 'stopped', 'exhausted')),
    policy_id      uuid,
    policy_version bigint,
    plan           jsonb not null,
    base           int not null default 0,
    severity       text,
    step           int not null,
    repeat         int not null,
    next_at        timestamptz,
    held_since     timestamptz,
    pages_wait     boolean not null default false,
    started_at     timestamptz not null,
    ended_at       timestamptz,
    unique (incident_id, cycle),
    foreign key (policy_id, policy_version) references escalation_policy_version (policy_id, version)
);
create unique index escalation_running on escalation (incident_id) where status = 'running';
create index escalation_policy_running on escalation (policy_id) where status = 'running';

-- The id is derived from (incident, cycle, step, repeat, person): the same page cannot be asked for twice.
-- outcome: what became of it, where it is not simply on its way or there. acked_at: this person has acknowledged a step that everyone has to. bundled: it is told of in one message with others;
-- bundle_id: the page whose message tells of this one too.
create table page (
    id            uuid primary key,
    escalation_id uuid not null references escalation,
    step          int not null,
    repeat        int not null,
    person_id     uuid not null,
    requested_at  timestamptz not null,
    outcome       text check (outcome in ('deferred', 'undeliverable', 'withdrawn')),
    acked_at      timestamptz,
    bundled       boolean not null default false,
    bundle_id     uuid
);
create index page_escalation on page (escalation_id, repeat, step);
create index page_person on page (person_id, requested_at);
create index page_bundle on page (bundle_id) where bundle_id is not null;
create index page_waiting on page (person_id) where bundled and bundle_id is null;

-- What an escalation did beside paging people: what was skipped, what it waits for, who asked for what.
create table escalation_fact (
    id            uuid primary key,
    escalation_id uuid not null references escalation,
    at            timestamptz not null,
    sequence      int not null,
    fact          jsonb not null
);
create index escalation_fact_escalation on escalation_fact (escalation_id, at, sequence);

-- What other services asked for: each is carried out once, and one that arrives before its incident waits here.
create table escalation_request (
    id      uuid primary key,
    at      timestamptz not null,
    request jsonb not null
);
create index escalation_request_at on escalation_request (at);
