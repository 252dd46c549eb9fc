-- What an escalation did beside paging people, and why: what was skipped, what it waits for, who asked for what.
create table escalation_note (
    id            uuid primary key,
    escalation_id uuid not null references escalation,
    at            timestamptz not null,
    step          int not null,
    repeat        int not null,
    text          text not null
);
create index escalation_note_escalation on escalation_note (escalation_id, at);
