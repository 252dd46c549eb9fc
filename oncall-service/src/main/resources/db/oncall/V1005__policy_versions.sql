-- When a version of an escalation policy was saved, and by whom; of versions from before this, nobody knows.
alter table escalation_policy_version add column saved_at timestamptz not null default now();
alter table escalation_policy_version add column saved_by text not null default '';
