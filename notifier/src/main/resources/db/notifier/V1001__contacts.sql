-- How a person can be reached. Addresses and secrets live here and nowhere else.
create table contact_method (
    id          uuid primary key,
    user_id     uuid not null,
    type        text not null check (type in ('email', 'webhook')),
    label       text not null,
    address     text not null,
    secret      text,
    disabled    text,
    version     bigint not null default 1,
    created_at  timestamptz not null,
    -- When it was shown that what is sent there reaches the person.
    verified_at timestamptz,
    -- Until then pages through it are gathered for one digest; null before the first page.
    calm_until  timestamptz
);
create index contact_method_user on contact_method (user_id);

-- Codes that were sent, by their hash. No foreign key: removing a method and adding it again must not make the count of
-- codes begin anew.
create table contact_verification (
    id             uuid primary key,
    contact_method uuid not null,
    user_id        uuid not null,
    code_hash      text not null,
    tries          int not null default 0,
    sent_at        timestamptz not null,
    expires_at     timestamptz not null
);
create index contact_verification_method on contact_verification (contact_method, sent_at desc);
create index contact_verification_user on contact_verification (user_id, sent_at);
create index contact_verification_sent on contact_verification (sent_at);

-- When which contact method is tried after a page. Nobody needs one: see Rules.
create table notification_rule (
    id             uuid primary key,
    user_id        uuid not null,
    delay_ms       bigint not null check (delay_ms between 0 and 86400000),
    contact_method uuid not null references contact_method (id) on delete cascade,
    created_at     timestamptz not null,
    unique (user_id, contact_method, delay_ms)
);
create index notification_rule_method on notification_rule (contact_method);

-- What somebody chose otherwise than it is for everybody.
create table notification_choice (
    user_id   uuid primary key,
    -- Whether they are told that an incident they were paged for is over.
    when_over boolean not null
);

-- Keys made once, such as the one that signs acknowledge links.
create table secret_key (
    name text primary key,
    key  bytea not null
);
