-- People. Who left stays as a row, since history names them.
create table person (
    id                   uuid primary key,
    name                 text not null,
    email                text not null,
    time_zone            text not null,
    role                 text not null check (role in ('viewer', 'responder', 'manager', 'admin')),
    active               boolean not null default true,
    password_hash        text,
    must_change_password boolean not null default false,
    totp_secret          text,
    -- The last time step whose code was taken: none is taken twice (RFC 6238, section 5.2).
    totp_step            bigint not null default 0,
    -- Who they are at the provider they sign in with, and in the directory that provisions them.
    oidc_issuer          text,
    oidc_subject         text,
    external_id          text,
    -- Removed by the directory that provisions: kept for the history, no longer there for that directory.
    deprovisioned        boolean not null default false,
    -- How many minutes before a shift they are reminded of it.
    reminders            int[] not null default '{60}',
    version              bigint not null default 1,
    created_at           timestamptz not null,
    check ((oidc_issuer is null) = (oidc_subject is null))
);
create unique index person_email on person (lower(email));
create unique index person_oidc on person (oidc_issuer, oidc_subject);
create unique index person_external on person (external_id);

-- When people were, or are, inactive: what was before stays as it was. The open one says the same as person.active.
create table inactivity (
    person_id uuid not null references person on delete cascade,
    since     timestamptz not null,
    until     timestamptz check (until >= since),
    primary key (person_id, since)
);
create unique index inactivity_now on inactivity (person_id) where until is null;

create table recovery_code (
    person_id uuid not null references person on delete cascade,
    hash      text not null,
    primary key (person_id, hash)
);

create table team (
    id          uuid primary key,
    name        text not null,
    external_id text,
    version     bigint not null default 1
);
create unique index team_name on team (lower(name));
create unique index team_external on team (external_id);

-- role: what a member may do with what the team owns; the role of the person counts where it is greater.
create table team_member (
    team_id   uuid not null references team on delete cascade,
    position  int not null,
    person_id uuid not null references person,
    role      text not null default 'responder' check (role in ('viewer', 'responder', 'manager')),
    primary key (team_id, person_id)
);
create index team_member_person on team_member (person_id);

-- API tokens. Only a hash is kept: a token is shown once, in the answer that made it.
create table token (
    id           uuid primary key,
    person_id    uuid references person,
    team_id      uuid references team,
    name         text not null,
    role         text not null check (role in ('viewer', 'responder', 'manager', 'admin')),
    scopes       text[],
    prefix       text not null,
    hash         text not null unique,
    expires_at   timestamptz,
    last_used_at timestamptz,
    created_at   timestamptz not null
);
create index token_person on token (person_id);
create index token_team on token (team_id);

-- What people see of their sessions; whether one counts is said by its signature and by the directory.
create table session (
    id           uuid primary key,
    person_id    uuid not null references person on delete cascade,
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at   timestamptz not null,
    -- When it was ended before it expired.
    ended_at     timestamptz,
    address      text not null,
    user_agent   text not null
);
create index session_person on session (person_id);

-- Links that sign a person in once, by the hash of their two halves: the mailed one and the one the browser keeps.
create table sign_in_link (
    hash       text primary key,
    person_id  uuid not null references person on delete cascade,
    expires_at timestamptz not null
);
create index sign_in_link_person on sign_in_link (person_id);
create index sign_in_link_expires on sign_in_link (expires_at);

-- One key per installation; the unique constant keeps two replicas that start together from making two.
create table signing_key (
    kid         text primary key,
    private_jwk text not null,
    single      boolean not null default true unique check (single),
    created_at  timestamptz not null
);

-- Who changed what. No foreign keys: an entry outlives what it is about. The team is who owned the thing then.
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
