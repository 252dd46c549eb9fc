-- A step may be for urgent pages only, or for those that can wait; null is for every page.
alter table notification_rule add column urgency text check (urgency in ('high', 'low'));
alter table notification_rule drop constraint notification_rule_user_id_contact_method_delay_ms_key;
create unique index notification_rule_once
    on notification_rule (user_id, contact_method, delay_ms, coalesce(urgency, ''));

-- Between when, by their own clock, somebody is not to be paged for what can wait; null for never.
alter table notification_choice add column quiet_from time;
alter table notification_choice add column quiet_to time;
