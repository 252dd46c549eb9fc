-- Incidents that were opened and page nobody, because a service that theirs needs is down. until: the end of the snooze they
-- were opened with; one that has another by now is somebody's own.
create table suppressed_incident (
    incident uuid primary key references incident (id) on delete cascade,
    service uuid not null,
    until timestamptz not null
);
