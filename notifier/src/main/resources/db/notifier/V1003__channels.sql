-- Which channels there are is said by the code; a row of one that this build does not know is refused when it is read.
alter table contact_method drop constraint contact_method_type_check;

-- Accounts at providers that admins set up. What is secret is sealed, all of it in one value.
create table provider_account (
    id         uuid primary key,
    kind       text not null,
    name       text not null,
    settings   text not null,
    secrets    text not null,
    enabled    boolean not null,
    -- Where a channel has several, they are tried in this order.
    position   int not null,
    version    bigint not null default 1,
    created_at timestamptz not null
);

-- By what the provider knows the message: to change it in place, and to find what became of it.
alter table delivery add column receipt text;
