-- No foreign keys: an entry outlives what it tells of. The team is who owned the thing then.
create table audit_entry (
    id         uuid primary key default uuidv7(),
    at         timestamptz not null default now(),
    actor      text not null,
    actor_name text not null,
    action     text not null,
    object_id  uuid,
    team_id    uuid,
    detail     jsonb not null,
    address    text not null
);
create index audit_entry_at on audit_entry (at);
create index audit_entry_object on audit_entry (object_id, id);
create index audit_entry_actor on audit_entry (actor, id);

alter table token
    add column scopes       text[],
    add column team_id      uuid references team,
    add column last_used_at timestamptz;
create index token_team on token (team_id);

-- What a person sees of their sessions; whether one counts is said by its signature and by the directory.
create table session (
    id           uuid primary key,
    person_id    uuid not null references person on delete cascade,
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at   timestamptz not null,
    address      text not null,
    user_agent   text not null
);
create index session_person on session (person_id);
