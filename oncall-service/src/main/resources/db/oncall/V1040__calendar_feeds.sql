-- Only a hash of the secret address is kept; a person, a schedule or a team that goes takes its feeds along.
create table calendar_feed (
    id          uuid primary key,
    owner_id    uuid references person on delete cascade,
    user_id     uuid references person on delete cascade,
    schedule_id uuid references schedule on delete cascade,
    team_id     uuid references team on delete cascade,
    hash        text not null unique,
    created_at  timestamptz not null,
    rotated_at  timestamptz,
    check (num_nonnulls(user_id, schedule_id, team_id) = 1)
);
create index calendar_feed_owner on calendar_feed (owner_id);
create index calendar_feed_user on calendar_feed (user_id);
create index calendar_feed_schedule on calendar_feed (schedule_id);
create index calendar_feed_team on calendar_feed (team_id);
