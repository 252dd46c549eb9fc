-- The team that a schedule belongs to; a schedule without one belongs to everybody.
alter table schedule add column team_id uuid references team;
create index schedule_team on schedule (team_id) where team_id is not null;
