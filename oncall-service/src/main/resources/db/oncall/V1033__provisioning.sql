-- Who somebody is elsewhere: at the provider they sign in with, and in the directory that provisions them.
alter table person
    add column oidc_issuer  text,
    add column oidc_subject text,
    add column external_id  text,
    add check ((oidc_issuer is null) = (oidc_subject is null));
create unique index person_oidc on person (oidc_issuer, oidc_subject);
create unique index person_external on person (external_id);

alter table team add column external_id text;
create unique index team_external on team (external_id);
