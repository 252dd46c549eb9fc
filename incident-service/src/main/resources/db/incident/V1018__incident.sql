-- What is written down to do when something happens. Where services or severities are empty, it is for all of them.
create table runbook (
    id uuid primary key,
    name text not null,
    link text,
    services uuid[] not null,
    severities text[] not null,
    title_contains text,
    steps text[] not null,
    version bigint not null
);

-- A step that somebody has done in an incident. It is kept by its words: who edits a runbook loses no ticks of other steps.
create table runbook_tick (
    incident uuid not null references incident (id) on delete cascade,
    runbook uuid not null references runbook (id) on delete cascade,
    step text not null,
    at timestamptz not null,
    by text not null,
    primary key (incident, runbook, step)
);
create index runbook_tick_of_runbook on runbook_tick (runbook);
