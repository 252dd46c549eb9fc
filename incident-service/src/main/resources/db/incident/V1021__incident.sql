-- When incidents of a service end by themselves: so long after the last of their alerts has resolved (0: at once), and when nothing
-- has been heard of them and nobody has done anything for so long (null: never).
alter table service add column hold_minutes int not null default 0;
alter table service add column forgotten_minutes int;

-- When it ends unless something fires again.
alter table incident add column resolves_at timestamptz;
create index incident_by_its_end on incident (resolves_at) where resolves_at is not null;
