-- The words of incidents, to be found by: of the title, the alerts, the notes and the postmortem, in this order of weight.
-- They follow from what stands elsewhere, and may be emptied at any time. The words lie beside the rows, so that of what the
-- index finds only the narrow rows are read.
create table incident_text (
    incident uuid primary key references incident (id) on delete cascade,
    number bigint not null unique,
    words tsvector storage external not null
) with (toast_tuple_target = 128);
create index incident_text_words on incident_text using gin (words);

create index incident_by_creation on incident (created_at);

-- Filters of the list of incidents with a name: of one person, or for everybody.
create table saved_view (
    id uuid primary key,
    owner uuid not null,
    owner_name text not null,
    shared boolean not null,
    name text not null,
    query text not null,
    created_at timestamptz not null,
    unique (owner, name)
);
create index shared_view on saved_view (name) where shared;
