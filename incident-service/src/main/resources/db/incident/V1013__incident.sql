-- One cause, several incidents: those that are merged are resolved, and their alerts are with the one that goes on. Its number
-- is kept beside it, since numbers never change.
alter table incident add column merged_into uuid;
alter table incident add column merged_into_number bigint;
create index merged_incident on incident (merged_into) where merged_into is not null;
-- The last of a group: where a new alert belongs when nothing of the group is open.
create index resolved_incident_of_a_group on incident (service, group_key, resolved_at desc) where status = 'resolved';

-- Which alerts a merge has moved, for as long as it can be taken back.
create table incident_merge (
    source uuid primary key references incident (id) on delete cascade,
    target uuid not null references incident (id) on delete cascade,
    at timestamptz not null,
    alerts uuid[] not null
);
create index incident_merge_by_target on incident_merge (target);
