create table escalation_policy (
    id      uuid primary key,
    name    text not null,
    version bigint not null default 1
);
create unique index escalation_policy_name on escalation_policy (lower(name));

-- Versions are never changed, since a running escalation keeps the one it began with.
create table escalation_policy_version (
    policy_id uuid not null,
    version   bigint not null,
    name      text not null,
    repeats   int not null check (repeats between 0 and 9),
    steps     jsonb not null,
    primary key (policy_id, version)
);

-- Whom the current version names: what is named cannot be deleted.
create table escalation_policy_target (
    policy_id   uuid not null references escalation_policy on delete cascade,
    person_id   uuid references person,
    schedule_id uuid references schedule,
    check (num_nonnulls(person_id, schedule_id) = 1)
);
create index escalation_policy_target_policy on escalation_policy_target (policy_id);
create index escalation_policy_target_person on escalation_policy_target (person_id);
create index escalation_policy_target_schedule on escalation_policy_target (schedule_id);

-- The last state of each incident that was heard of; the version is what drops stale and repeated events.
create table incident (
    id      uuid primary key,
    version bigint not null,
    state   jsonb not null
);

create table escalation (
    id             uuid primary key,
    incident_id    uuid not null references incident,
    cycle          int not null,
    status         text not null check (status in ('running', 'stopped', 'exhausted')),
    policy_id      uuid,
    policy_version bigint,
    step           int not null,
    repeat         int not null,
    next_at        timestamptz,
    started_at     timestamptz not null,
    ended_at       timestamptz,
    unique (incident_id, cycle),
    foreign key (policy_id, policy_version) references escalation_policy_version (policy_id, version)
);
create unique index escalation_running on escalation (incident_id) where status = 'running';
create index escalation_policy_running on escalation (policy_id) where status = 'running';

-- The id is derived from (incident, cycle, step, repeat, person): the same page cannot be asked for twice.
create table page (
    id            uuid primary key,
    escalation_id uuid not null references escalation,
    step          int not null,
    repeat        int not null,
    person_id     uuid not null,
    requested_at  timestamptz not null,
    undeliverable boolean not null default false
);
create index page_escalation on page (escalation_id, repeat, step);
