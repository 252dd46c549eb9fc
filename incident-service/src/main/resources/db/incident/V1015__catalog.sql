-- Whose a service is, how much hangs on it, and where those who look after it look first.
alter table service
    add column team uuid,
    add column tier int check (tier between 1 and 4),
    add column links jsonb not null default '[]',
    add column runbook text;
