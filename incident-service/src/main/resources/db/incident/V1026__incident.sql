-- Whether somebody only tries things out, or wrote down afterwards what had happened.
alter table incident
    add column nature text not null default 'real' check (nature in ('real', 'test', 'afterwards'));
