-- Addresses that belong to an incident: a dashboard, a log search, a document.
create table incident_link (
    id uuid primary key,
    incident uuid not null references incident (id) on delete cascade,
    title text not null,
    url text not null,
    added_at timestamptz not null,
    added_by text not null
);
create index link_of_incident on incident_link (incident, id);
