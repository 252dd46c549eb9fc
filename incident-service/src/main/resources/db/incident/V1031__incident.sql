-- When a service is noisy; null as usual.
alter table service add column noise_rule jsonb;

-- When an alert of the same key fired and resolved shortly before this one began; null where it did not.
alter table alert add column earlier timestamptz[];

-- Until when an incident counts as flapping unless an alert of it changes again.
alter table incident add column flaps_until timestamptz;
create index incident_flapping on incident (flaps_until) where flaps_until is not null;
