-- The short numbers people say. A rolled-back transaction may leave a gap; nobody minds.
create sequence incident_number;

create table incident (
    id uuid primary key,
    number bigint not null unique,
    service uuid not null references service (id),
    group_key text not null,
    title text not null,
    status text not null check (status in ('triggered', 'acknowledged', 'snoozed', 'resolved')),
    severity text not null check (severity in ('sev1', 'sev2', 'sev3', 'sev4', 'sev5')),
    cycle int not null,
    version bigint not null,
    escalation_policy uuid,
    acknowledged_by uuid,
    acknowledged_by_name text,
    snoozed_until timestamptz,
    created_at timestamptz not null,
    resolved_at timestamptz,
    alert_count int not null,
    open_alerts int not null
) with (fillfactor = 80);
-- One cause, one open incident: the last word when two writers race.
create unique index one_open_incident_of_a_group on incident (service, group_key) where status <> 'resolved';
create index open_incident on incident (number) where status <> 'resolved';
create index incident_of_service on incident (service, number);

-- What happened, in order of at, sequence, seq; rows are only ever added. source: the event of another service that the line
-- tells of; it may arrive twice. sequence: its place among what happened there at the same moment.
create table timeline (
    seq bigint generated always as identity primary key,
    incident uuid not null references incident (id),
    version bigint not null,
    at timestamptz not null,
    kind text not null,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    text text not null,
    data jsonb not null,
    source uuid unique,
    sequence integer not null
);
create index timeline_of_incident on timeline (incident, at, sequence, seq);

-- A command is carried out once, however often it arrives.
create table command (
    id uuid primary key,
    incident uuid not null,
    verb text not null,
    at timestamptz not null
);
-- Forgotten by age.
create index command_at on command using brin (at);
