-- How many incidents of a service have begun in the minute that began at since, and the one that takes in all others while
-- there are too many. Who writes it holds the lock of the service.
create table storm (
    service uuid primary key references service (id) on delete cascade,
    since timestamptz not null,
    begun integer not null,
    incident uuid
);
create index storm_under_way on storm (since) where incident is not null;
