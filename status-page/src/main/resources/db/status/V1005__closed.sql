-- Closed incidents are forgotten, the oldest first.
create index open_incident_closed on open_incident (updated_at) where not is_open;
