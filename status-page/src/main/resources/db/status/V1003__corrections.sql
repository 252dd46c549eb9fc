-- A post that should not have been made is taken off the page; it stays here for whoever asks later.
alter table status_incident add column withdrawn_at timestamptz;
-- When the words of an update were last corrected.
alter table status_update add column edited_at timestamptz;
