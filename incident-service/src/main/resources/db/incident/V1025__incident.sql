-- Through which integration an incident came, which event rules applied to its first alert, and whether it was over within a
-- minute without anybody having done anything.
alter table incident_fact
    add column integration uuid,
    add column rules uuid[] not null default '{}',
    add column brief boolean not null default false;
-- Incidents that were counted before are counted once more, with these.
update fact_position set seen = 0, trail = 0, mark = 0;

-- The days (UTC) that have facts, and when the facts of each were last added up; null when one of them has changed since.
create table fact_day (
    day date primary key,
    added_at timestamptz
);
insert into fact_day (day)
    select (opened_at at time zone 'UTC')::date from incident_fact union select (at at time zone 'UTC')::date from page_fact;

-- The facts of a day, added up. The times are kept one by one, four bytes each (int4send), so that medians are exact.
create table incident_day (
    day date not null,
    service uuid not null,
    policy uuid,
    severity smallint not null,
    integration uuid,
    rules uuid[] not null,
    incidents int not null,
    alerts bigint not null,
    pages int not null,
    night_pages int not null,
    paged int not null,
    acknowledged int not null,
    brief int not null,
    detect bytea not null,
    acknowledge bytea not null,
    resolve bytea not null
);
create index incident_day_by_day on incident_day (day);

-- The pages of a person on a day, by the severity of their incidents: a byte for the hour of the week of each.
create table page_day (
    day date not null,
    person uuid not null,
    severity smallint not null,
    night date,
    acknowledged int not null,
    hours bytea not null
);
create index page_day_by_day on page_day (day);
