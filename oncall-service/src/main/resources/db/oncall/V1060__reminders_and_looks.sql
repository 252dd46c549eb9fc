-- How many minutes before a shift its person is reminded of it; each once.
alter table person add column reminders int[] not null default '{60}';

-- When a schedule is looked at next for what its people are to be told: not later than the next reminder that anybody might
-- want, and once a day.
create table handoff_look (
    schedule_id uuid primary key references schedule on delete cascade,
    due_at      timestamptz not null
);
create index handoff_look_due on handoff_look (due_at);
insert into handoff_look (schedule_id, due_at) select id, now() from schedule;

-- Roles in teams reached the directory only when the person or the team changed: once for all who have one.
insert into outbox (id, topic, key, type, subject, occurred_at, data)
select uuidv7(), 'directory.v1', 'user:' || p.id, 'belfry.directory.user.v1', 'user:' || p.id, now(),
    convert_to(jsonb_build_object(
        'id', p.id, 'name', p.name, 'role', p.role, 'timeZone', p.time_zone, 'active', p.active,
        'teams', (
            select jsonb_agg(jsonb_build_object('id', m.team_id, 'role', m.role) order by m.team_id)
            from team_member m where m.person_id = p.id))::text, 'UTF8')
from person p
where not p.deprovisioned and exists (select from team_member m where m.person_id = p.id);
