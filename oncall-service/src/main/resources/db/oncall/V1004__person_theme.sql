-- In which colours a person reads the console.
alter table person add column theme text not null default 'system' check (theme in ('system', 'light', 'dark'));
