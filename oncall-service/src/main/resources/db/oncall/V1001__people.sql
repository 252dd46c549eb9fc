create table person (
    id            uuid primary key,
    name          text not null,
    email         text not null,
    time_zone     text not null,
    role          text not null check (role in ('viewer', 'responder', 'manager', 'admin')),
    active        boolean not null default true,
    password_hash text,
    version       bigint not null default 1,
    created_at    timestamptz not null
);
create unique index person_email on person (lower(email));

create table team (
    id      uuid primary key,
    name    text not null,
    version bigint not null default 1
);
create unique index team_name on team (lower(name));

create table team_member (
    team_id   uuid not null references team on delete cascade,
    position  int not null,
    person_id uuid not null references person,
    primary key (team_id, person_id)
);
create index team_member_person on team_member (person_id);

-- Only a hash is kept: a token is shown once, in the answer that made it.
create table token (
    id         uuid primary key,
    person_id  uuid references person,
    name       text not null,
    role       text not null check (role in ('viewer', 'responder', 'manager', 'admin')),
    prefix     text not null,
    hash       text not null unique,
    expires_at timestamptz,
    created_at timestamptz not null
);
create index token_person on token (person_id);

-- One key per installation; the unique constant keeps two replicas that start together from making two.
create table signing_key (
    kid         text primary key,
    private_jwk text not null,
    single      boolean not null default true unique check (single),
    created_at  timestamptz not null
);
