-- Two people exchange time: each half becomes an override when it is accepted.
create table swap (
    id          uuid primary key,
    schedule_id uuid not null references schedule on delete cascade,
    giver_id    uuid not null references person,
    give_start  timestamptz not null,
    give_end    timestamptz not null check (give_end > give_start),
    taker_id    uuid not null references person check (taker_id <> giver_id),
    take_start  timestamptz not null,
    take_end    timestamptz not null check (take_end > take_start),
    note        text not null,
    status      text not null check (status in ('offered', 'accepted', 'declined', 'withdrawn')),
    offered_by  text not null,
    offered_at  timestamptz not null,
    decided_by  text,
    decided_at  timestamptz
);
create index swap_schedule on swap (schedule_id);
create index swap_giver on swap (giver_id);
create index swap_taker on swap (taker_id);

-- Somebody asks for cover; who takes it becomes an override.
create table cover_request (
    id          uuid primary key,
    schedule_id uuid not null references schedule on delete cascade,
    person_id   uuid not null references person,
    start_at    timestamptz not null,
    end_at      timestamptz not null check (end_at > start_at),
    note        text not null,
    status      text not null check (status in ('open', 'taken', 'withdrawn')),
    asked_by    text not null,
    asked_at    timestamptz not null,
    taken_by    uuid references person,
    override_id uuid,
    decided_by  text,
    decided_at  timestamptz
);
create index cover_request_schedule on cover_request (schedule_id);
create index cover_request_person on cover_request (person_id);
create index cover_request_taken on cover_request (taken_by);
