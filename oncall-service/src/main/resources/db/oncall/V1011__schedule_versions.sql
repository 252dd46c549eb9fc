-- What a schedule says from an instant on: an edit adds a version and never changes what was before it.
create table schedule_version (
    schedule_id    uuid not null references schedule on delete cascade,
    version        bigint not null,
    effective_from timestamptz not null,
    document       jsonb not null,
    primary key (schedule_id, version)
);
create index schedule_version_time on schedule_version (schedule_id, effective_from);

-- Whom a schedule that counts now or later names: they cannot be deleted.
create table schedule_person (
    schedule_id uuid not null references schedule on delete cascade,
    person_id   uuid not null references person,
    primary key (schedule_id, person_id)
);
create index schedule_person_person on schedule_person (person_id);

insert into schedule_version (schedule_id, version, effective_from, document)
select s.id, s.version, 'epoch', jsonb_build_object(
    'timeZone', s.time_zone,
    'groups', jsonb_build_array(jsonb_build_object(
        'id', gen_random_uuid(),
        'name', 'On call',
        'layers', jsonb_build_array(jsonb_build_object(
            'id', gen_random_uuid(),
            'name', 'Rotation',
            'rotation', jsonb_build_object(
                'unit', s.unit, 'every', s.every, 'start', to_char(s.start_at, 'YYYY-MM-DD"T"HH24:MI:SS')),
            'from', to_char(s.start_at, 'YYYY-MM-DD"T"HH24:MI:SS'),
            'members', (
                select coalesce(jsonb_agg(jsonb_build_object('user', p.person_id) order by p.position), '[]')
                from rotation_participant p where p.schedule_id = s.id))))))
from schedule s;

insert into schedule_person (schedule_id, person_id)
select distinct schedule_id, person_id from rotation_participant;

-- The columns and the table from before stay until no replica of the release before runs; nothing writes them any more.
alter table rotation_participant drop constraint rotation_participant_person_id_fkey;
alter table schedule
    alter column unit drop not null,
    alter column every drop not null,
    alter column start_at drop not null,
    alter column time_zone drop not null;

-- Exceptions of every kind and scope.
alter table schedule_override alter column person_id drop not null;
alter table schedule_override
    add column kind text not null default 'replace' check (kind in ('replace', 'add', 'remove', 'vacate', 'shadow')),
    add column group_id uuid,
    add column layer_id uuid,
    add column turn_at timestamptz,
    add column swap_id uuid,
    add column created_by text,
    add check ((kind in ('remove', 'vacate')) = (person_id is null)),
    add check ((layer_id is null) = (turn_at is null));

create table temporary_schedule (
    id          uuid primary key,
    schedule_id uuid not null references schedule on delete cascade,
    start_at    timestamptz not null,
    end_at      timestamptz not null check (end_at > start_at),
    fills       boolean not null,
    created_at  timestamptz not null,
    created_by  text not null
);
create index temporary_schedule_time on temporary_schedule (schedule_id, end_at);

create table temporary_shift (
    temporary_id uuid not null references temporary_schedule on delete cascade,
    position     int not null,
    person_id    uuid not null references person,
    start_at     timestamptz not null,
    end_at       timestamptz not null check (end_at > start_at),
    primary key (temporary_id, position)
);
create index temporary_shift_person on temporary_shift (person_id);
