-- What of an update was to be posted on a status page as well, and what became of it; null where nothing was.
alter table stakeholder_update add column status_post jsonb;
