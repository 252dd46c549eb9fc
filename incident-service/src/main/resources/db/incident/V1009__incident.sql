-- What people want of an incident of each severity. As installed it asks nothing of anybody: SEV1 is what any critical alert
-- makes, and a small team is not to be chased for roles it does not have.
create table response_rule (
    severity text primary key check (severity in ('sev1', 'sev2', 'sev3', 'sev4', 'sev5')),
    name text not null,
    roles text[] not null,
    update_minutes int,
    teams uuid[] not null,
    postmortem boolean not null,
    conference text,
    runbook text,
    version bigint not null
);
insert into response_rule (severity, name, roles, teams, postmortem, version) values
    ('sev1', 'Critical', '{}', '{}', false, 1),
    ('sev2', 'Major', '{}', '{}', false, 1),
    ('sev3', 'Minor', '{}', '{}', false, 1),
    ('sev4', 'Low', '{}', '{}', false, 1),
    ('sev5', 'Information', '{}', '{}', false, 1);

-- Who does what in an incident now: one person a role. Who had it before stands in the timeline.
create table incident_role (
    incident uuid not null references incident (id) on delete cascade,
    role text not null,
    person uuid not null,
    person_name text not null,
    since timestamptz not null,
    primary key (incident, role)
);

-- What somebody is to do during an incident.
create table task (
    id uuid primary key,
    incident uuid not null references incident (id) on delete cascade,
    title text not null,
    assignee uuid,
    assignee_name text,
    created_at timestamptz not null,
    created_by text not null,
    done_at timestamptz,
    done_by text,
    version bigint not null
);
create index task_of_incident on task (incident, id);

-- What those who wait have been told, and until when they were promised more. reached: how many people it went to.
create table stakeholder_update (
    id uuid primary key,
    incident uuid not null references incident (id) on delete cascade,
    at timestamptz not null,
    author uuid,
    author_name text not null,
    text text not null,
    responders boolean not null,
    teams uuid[] not null,
    people uuid[] not null,
    reached int not null,
    next_due timestamptz
);
create index stakeholder_update_of_incident on stakeholder_update (incident, at desc, id);

-- The due time about which somebody was last reminded, so that nobody is reminded of it twice.
create table update_reminder (
    incident uuid primary key references incident (id) on delete cascade,
    due timestamptz not null
);
