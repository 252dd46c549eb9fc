-- Taken out by the directory that provisions: kept for the history, but no longer there for that directory.
alter table person add column deprovisioned boolean not null default false;
