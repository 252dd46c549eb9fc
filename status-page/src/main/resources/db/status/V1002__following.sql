-- A component follows the incidents of its services only where a person switched that on, and after the time they chose.
alter table component add column follows_incidents boolean not null default false;
alter table component add column follow_delay_minutes integer not null default 0;
-- When the incident was opened, or opened again: the chosen time counts from here.
alter table open_incident add column opened_at timestamptz not null default now();
update open_incident set opened_at = updated_at;

-- Nobody has switched it on so far: how components look is what people set and posted.
update component c set shown = (
    select said.status
    from (select c.status
          union all
          select ic.status from status_incident_component ic
              join status_incident i on i.id = ic.incident_id and i.resolved_at is null
              where ic.component_id = c.id) as said (status)
    order by array_position(
        array['major_outage', 'partial_outage', 'degraded_performance', 'under_maintenance', 'operational'], said.status)
    limit 1);
update status_page set revision = revision + 1;
