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

-- What people were told, by the id of the notice: it is derived from what it is about, so nobody is told twice.
create table told (
    id uuid primary key,
    at timestamptz not null
);
create index told_at on told (at);
