-- Schedules. One without a team belongs to everybody.
create table schedule (
    id      uuid primary key,
    name    text not null,
    team_id uuid references team,
    version bigint not null default 1
);
create unique index schedule_name on schedule (lower(name));
create index schedule_team on schedule (team_id) where team_id is not null;

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

-- Exceptions of every kind and scope.
create table schedule_override (
    id          uuid primary key,
    schedule_id uuid not null references schedule on delete cascade,
    kind        text not null default 'replace' check (kind in ('replace', 'add', 'remove', 'vacate', 'shadow')),
    person_id   uuid references person,
    replaces    uuid references person,
    group_id    uuid,
    layer_id    uuid,
    turn_at     timestamptz,
    swap_id     uuid,
    start_at    timestamptz not null,
    end_at      timestamptz not null check (end_at > start_at),
    created_by  text,
    created_at  timestamptz not null,
    check ((kind in ('remove', 'vacate')) = (person_id is null)),
    check ((layer_id is null) = (turn_at is null))
);
create index schedule_override_time on schedule_override (schedule_id, end_at, start_at);
create index schedule_override_person on schedule_override (person_id);
create index schedule_override_replaces on schedule_override (replaces);

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

-- Two people exchange time: each half becomes an override when it is accepted.
create table swap (
    id          uuid primary key,
    schedule_id uuid not null references schedule on delete cascade,
    giver_id    uuid not null references person,
    give_start  timestamptz not null,
    give_end    timestamptz not null check (give_end > give_start),
    taker_id    uuid not null references person check (taker_id <> giver_id),
    take_start  timestamptz not null,
    take_end    timestamptz not null check (take_end > take_start),
    note        text not null,
    status      text not null check (status in ('offered', 'accepted', 'declined', 'withdrawn')),
    offered_by  text not null,
    offered_at  timestamptz not null,
    decided_by  text,
    decided_at  timestamptz
);
create index swap_schedule on swap (schedule_id);
create index swap_giver on swap (giver_id);
create index swap_taker on swap (taker_id);

-- Somebody asks for cover; who takes it becomes an override. told_at: when those who lead the team were told that nobody has.
create table cover_request (
    id          uuid primary key,
    schedule_id uuid not null references schedule on delete cascade,
    person_id   uuid not null references person,
    start_at    timestamptz not null,
    end_at      timestamptz not null check (end_at > start_at),
    note        text not null,
    status      text not null check (status in ('open', 'taken', 'withdrawn')),
    asked_by    text not null,
    asked_at    timestamptz not null,
    told_at     timestamptz,
    taken_by    uuid references person,
    override_id uuid,
    decided_by  text,
    decided_at  timestamptz
);
create index cover_request_schedule on cover_request (schedule_id);
create index cover_request_person on cover_request (person_id);
create index cover_request_taken on cover_request (taken_by);

-- Calendars that others keep and that are read here. The address is a secret, kept because it is needed; the text is kept so
-- that what recurs can be followed further ahead while the calendar itself stays as it is.
create table outside_calendar (
    id          uuid primary key,
    kind        text not null check (kind in ('absence', 'holiday', 'schedule')),
    name        text not null,
    person_id   uuid references person on delete cascade,
    team_id     uuid references team on delete cascade,
    schedule_id uuid unique references schedule on delete cascade,
    url         text,
    text        text,
    etag        text,
    modified    text,
    due_at      timestamptz not null,
    read_at     timestamptz,
    read_until  timestamptz,
    events      int not null default 0,
    error       text,
    created_at  timestamptz not null,
    version     bigint not null,
    check (num_nonnulls(url, text) > 0),
    check ((kind = 'absence') = (person_id is not null)),
    check ((kind = 'schedule') = (schedule_id is not null))
);
create index outside_calendar_due on outside_calendar (due_at);
create index outside_calendar_person on outside_calendar (person_id);
create index outside_calendar_team on outside_calendar (team_id);

-- When somebody is away: entered by hand, or read from a calendar of theirs.
create table absence (
    id          uuid primary key,
    person_id   uuid not null references person on delete cascade,
    calendar_id uuid references outside_calendar on delete cascade,
    start_at    timestamptz not null,
    end_at      timestamptz not null check (end_at > start_at),
    reason      text not null
);
create index absence_person on absence (person_id, end_at);
create index absence_calendar on absence (calendar_id);

create table holiday (
    calendar_id uuid not null references outside_calendar on delete cascade,
    day         date not null,
    name        text not null,
    primary key (calendar_id, day)
);
create index holiday_day on holiday (day);

-- Feeds that people subscribe to. Only a hash of the secret address is kept; a person, a schedule or a team that goes takes
-- its feeds along. One without a subject is of everything.
create table calendar_feed (
    id          uuid primary key,
    owner_id    uuid references person on delete cascade,
    user_id     uuid references person on delete cascade,
    schedule_id uuid references schedule on delete cascade,
    team_id     uuid references team on delete cascade,
    hash        text not null unique,
    created_at  timestamptz not null,
    rotated_at  timestamptz,
    constraint calendar_feed_subject check (num_nonnulls(user_id, schedule_id, team_id) <= 1)
);
create index calendar_feed_owner on calendar_feed (owner_id);
create index calendar_feed_user on calendar_feed (user_id);
create index calendar_feed_schedule on calendar_feed (schedule_id);
create index calendar_feed_team on calendar_feed (team_id);

create table handoff_note (
    id          uuid primary key,
    schedule_id uuid not null references schedule on delete cascade,
    author_id   uuid references person on delete set null,
    author_name text not null,
    text        text not null,
    created_at  timestamptz not null
);
create index handoff_note_schedule on handoff_note (schedule_id, created_at desc);
create index handoff_note_author on handoff_note (author_id);

-- When a schedule is looked at next for what its people must be told: not later than the next reminder that anybody might
-- want, and once a day.
create table handoff_look (
    schedule_id uuid primary key references schedule on delete cascade,
    due_at      timestamptz not null
);
create index handoff_look_due on handoff_look (due_at);

-- What people were told, by the id of the notice: it is derived from what it is about, so nobody is told twice.
create table told (
    id uuid primary key,
    at timestamptz not null
);
create index told_at on told (at);

-- What the time zone rules said when they were last looked at, for each zone in use: other rules move shifts, and people are
-- told. changes: [{"at", "before", "after"}], the offset before the first of them is that of from_at.
create table zone_rules (
    zone       text primary key,
    version    text not null,
    from_at    timestamptz not null,
    until_at   timestamptz not null,
    utc_offset text not null,
    changes    jsonb not null
);
