-- What a house wants to know of its incidents besides.
create table incident_field (
    id uuid primary key,
    key text not null unique,
    name text not null,
    kind text not null check (kind in ('text', 'number', 'choice', 'date', 'link', 'yes_no')),
    options text[] not null default '{}',
    severities text[] not null default '{}',
    services uuid[] not null default '{}',
    required boolean not null,
    version bigint not null default 1
);

create table incident_field_value (
    incident uuid not null references incident (id) on delete cascade,
    field uuid not null references incident_field (id) on delete cascade,
    value text not null,
    primary key (incident, field)
);
create index incident_of_field_value on incident_field_value (field, left(value, 200));
