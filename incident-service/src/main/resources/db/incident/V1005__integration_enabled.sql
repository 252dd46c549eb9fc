-- An integration that is not enabled is closed: its key opens nothing.
alter table integration add column enabled boolean not null default true;
