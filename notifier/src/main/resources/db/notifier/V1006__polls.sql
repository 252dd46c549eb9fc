-- How far answers were read that we fetch from a provider, and which replica fetches them.
create table provider_poll (
    account_id  uuid primary key references provider_account (id) on delete cascade,
    next_offset bigint not null default 0,
    owner       uuid not null,
    -- By the time of the database: after it another replica takes over.
    held_until  timestamptz not null
);
