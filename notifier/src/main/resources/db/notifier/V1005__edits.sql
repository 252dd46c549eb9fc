-- Messages that can be changed in place say how their incident stands.
alter table delivery
    -- Through which account it was sent.
    add column account_id uuid,
    -- How its incident stood when it was last changed, empty as sent; null for what cannot be changed.
    add column shown text,
    -- When it is to be looked at, by the time of the database; null while it is true. Each wish to look at it is a turn.
    add column edit_due timestamptz,
    add column edit_turn integer not null default 0,
    add column edit_tries integer not null default 0;
create index delivery_edit on delivery (edit_due) where edit_due is not null;
