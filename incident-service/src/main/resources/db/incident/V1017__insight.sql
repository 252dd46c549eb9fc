-- What is counted of each incident. Everything in here follows from the incident, its alerts and its timeline, and is written
-- anew whenever one of them changes: it may be emptied at any time.
create table incident_fact (
    incident uuid primary key references incident (id) on delete cascade,
    number bigint not null,
    service uuid not null,
    policy uuid,
    severity smallint not null,
    opened_at timestamptz not null,
    -- From when the sender says that it began, to its first alert.
    detect_s int,
    -- From the first page, or from the opening where nobody was paged before, to the first acknowledge.
    acknowledge_s int,
    -- From the opening to the end; null while it is open.
    resolve_s int,
    pages int not null,
    night_pages int not null,
    alerts int not null,
    -- It paged, and is over without anybody having done anything about it.
    quiet boolean not null,
    -- The name of its first alert, or its title with a # for each number: what comes again has the same.
    name text not null
) with (fillfactor = 80);
create index incident_fact_opened on incident_fact (opened_at);

-- Each time an escalation paged a person.
create table page_fact (
    line bigint not null,
    person uuid not null,
    incident uuid not null references incident (id) on delete cascade,
    at timestamptz not null,
    service uuid not null,
    policy uuid,
    severity smallint not null,
    -- The hour of the week in the zone of the person, from Monday 00:00.
    hour smallint not null,
    -- The evening of the night in which it rang, in the zone of the person; null by day.
    night date,
    -- This person has acknowledged the incident in the same round.
    acknowledged boolean not null,
    primary key (line, person)
) with (fillfactor = 80);
create index page_fact_at on page_fact (at);
create index page_fact_of_incident on page_fact (incident);

-- How far the timelines have been read; one row. Lines get their numbers before they commit, so that a lower one may
-- appear after a higher: what lies between trail and mark is read a second time, a minute later.
create table fact_position (
    one boolean primary key default true check (one),
    seen bigint not null,
    trail bigint not null,
    mark bigint not null,
    marked_at timestamptz not null
);
insert into fact_position (seen, trail, mark, marked_at) values (0, 0, 0, now());
