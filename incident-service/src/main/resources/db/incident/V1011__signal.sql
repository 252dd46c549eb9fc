-- What is done with alerts before anybody is paged. A rule is for one service, for one integration, or for all.
create table event_rule (
    id uuid primary key,
    service uuid references service (id) on delete cascade,
    integration uuid references integration (id) on delete cascade,
    position int not null,
    name text not null,
    enabled boolean not null,
    -- What was chosen in the form; null when the condition was written by hand.
    conditions jsonb,
    condition text not null,
    actions jsonb not null,
    version bigint not null default 1,
    changed_by text not null,
    changed_at timestamptz not null default now(),
    check (service is null or integration is null)
);

-- Every version of every rule, so that a decision that names one can be understood after the rule has changed.
create table event_rule_history (
    rule uuid not null,
    version bigint not null,
    what text not null check (what in ('created', 'changed', 'moved', 'removed')),
    changed_by text not null,
    changed_at timestamptz not null default now(),
    state jsonb not null,
    primary key (rule, version)
);

-- One row: its version grows with every change of any rule. Whoever has compiled this version need not read them again.
create table event_rule_set (
    one boolean primary key default true check (one),
    version bigint not null,
    -- Whether any rule has ever sent alerts to another service: only then are such alerts looked for.
    routes boolean not null default false
);
insert into event_rule_set (version) values (1);

-- What a rule holds back, why each alert came to where it is, and when a pause ends.
alter table alert
    add column hold jsonb,
    add column held_until timestamptz,
    add column decisions jsonb not null default '[]';

-- What a rule suppresses is not looked at again when a silence ends.
drop index held_alert_of_service;
create index held_alert_of_service on alert (service, id)
    where status = 'triggered' and incident is null and (hold is null or held_until is not null);
create index paused_alert_of_service on alert (service, held_until)
    where status = 'triggered' and held_until is not null;
create index alert_held_by_rule on alert (id) where status = 'triggered' and incident is null and hold is not null;
