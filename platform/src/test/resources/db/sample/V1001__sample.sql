-- What the tests' handlers write: no key, so that doing it twice shows.
create table effect (what text not null, at timestamptz not null default clock_timestamp());
