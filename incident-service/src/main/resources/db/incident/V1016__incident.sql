-- By which fields a service groups, for how long an incident takes in others, and for how long after it the next one is the same
-- thing again. window_minutes: null while it is open. recurs_minutes: 0 never.
alter table service add column group_fields text[] not null default '{}';
alter table service add column window_minutes int;
alter table service add column window_rolls boolean not null default true;
alter table service add column recurs_minutes int not null default 10;
alter table service drop constraint service_grouping_check;
alter table service add constraint service_grouping_check check (grouping in ('alert', 'service', 'fields'));

-- Until when it takes in alerts of its group; null while it is open. The last one like it: which, how often it has come since when.
alter table incident add column group_until timestamptz;
alter table incident add column recurrence_of uuid;
alter table incident add column recurrence_of_number bigint;
alter table incident add column recurrence_times int;
alter table incident add column recurrence_since timestamptz;

-- For how long somebody may have an incident without anything being done; null for ever.
alter table response_rule add column acknowledge_minutes int;
update response_rule set acknowledge_minutes = 30 where severity in ('sev1', 'sev2');
