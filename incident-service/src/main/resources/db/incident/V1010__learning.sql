-- The outline a new postmortem begins with; one row.
create table postmortem_template (
    id int primary key check (id = 1),
    body text not null,
    version bigint not null
);
insert into postmortem_template (id, body, version) values (1, '', 1);

-- The story of an incident; at most one each.
create table postmortem (
    id uuid primary key,
    incident uuid not null unique references incident (id) on delete cascade,
    title text not null,
    body text not null,
    state text not null check (state in ('draft', 'in_review', 'published')),
    owner uuid,
    owner_name text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null,
    published_at timestamptz,
    version bigint not null
);
create index postmortem_by_state on postmortem (state, id);

-- Who was asked to read it, and what they said last.
create table postmortem_review (
    postmortem uuid not null references postmortem (id) on delete cascade,
    reviewer uuid not null,
    reviewer_name text not null,
    verdict text not null check (verdict in ('asked', 'approved', 'changes')),
    comment text not null,
    at timestamptz not null,
    primary key (postmortem, reviewer)
);

-- What is to be done so that it does not happen again.
create table action_item (
    id uuid primary key,
    incident uuid not null references incident (id) on delete cascade,
    title text not null,
    owner uuid,
    owner_name text,
    due date,
    link text,
    created_at timestamptz not null,
    created_by text not null,
    done_at timestamptz,
    done_by text,
    reminded_at timestamptz,
    version bigint not null
);
create index action_item_of_incident on action_item (incident, id);
create index open_action_item on action_item (due, id) where done_at is null;

-- When somebody was last reminded of the postmortem that an incident wants, and how often.
create table postmortem_chase (
    incident uuid primary key references incident (id) on delete cascade,
    at timestamptz not null,
    times int not null
);
