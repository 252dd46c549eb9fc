alter table person
    add column must_change_password boolean not null default false,
    add column totp_secret          text,
    -- The last time step whose code was taken: none is taken twice (RFC 6238, section 5.2).
    add column totp_step            bigint not null default 0;

create table recovery_code (
    person_id uuid not null references person on delete cascade,
    hash      text not null,
    primary key (person_id, hash)
);
