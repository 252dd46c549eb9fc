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

-- When somebody is away: said by hand, or read from a calendar of theirs.
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

-- When those who lead the team were told that nobody has taken it.
alter table cover_request add column told_at timestamptz;
