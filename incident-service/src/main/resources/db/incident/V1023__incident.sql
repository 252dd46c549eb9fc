-- The only person who is paged for an incident; where there is none its escalation policy is climbed.
alter table incident
    add column assignee uuid,
    add column assignee_name text,
    add check ((assignee is null) = (assignee_name is null));

-- A person has split the alert off its incident: what fires again under its key goes where it is.
alter table alert add column apart boolean not null default false;
