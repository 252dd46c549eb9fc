-- The anchor is local: an instant would lose the hour that people mean when the clocks change.
create table schedule (
    id        uuid primary key,
    name      text not null,
    time_zone text not null,
    unit      text not null check (unit in ('hourly', 'daily', 'weekly', 'monthly')),
    every     int not null check (every > 0),
    start_at  timestamp not null,
    version   bigint not null default 1
);
create unique index schedule_name on schedule (lower(name));

create table rotation_participant (
    schedule_id uuid not null references schedule on delete cascade,
    position    int not null,
    person_id   uuid not null references person,
    primary key (schedule_id, position)
);
create index rotation_participant_person on rotation_participant (person_id);

create table schedule_override (
    id          uuid primary key,
    schedule_id uuid not null references schedule on delete cascade,
    person_id   uuid not null references person,
    replaces    uuid references person,
    start_at    timestamptz not null,
    end_at      timestamptz not null check (end_at > start_at),
    created_at  timestamptz not null
);
create index schedule_override_time on schedule_override (schedule_id, end_at);
create index schedule_override_person on schedule_override (person_id);
create index schedule_override_replaces on schedule_override (replaces);
