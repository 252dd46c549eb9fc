-- What people are told that is no page. A row is made once; "sending" says that a call is under way, or was when the
-- process died: such a notice is not sent again, since told twice is worse than told late.
create table notice (
    id           uuid primary key,
    user_id      uuid not null,
    kind         text not null,
    subject      text not null,
    text         text not null,
    path         text,
    status       text not null check (status in ('pending', 'sending', 'sent', 'failed', 'undeliverable')),
    tries        int not null default 0,
    detail       text,
    requested_at timestamptz not null,
    ended_at     timestamptz
);
create index notice_user on notice (user_id, requested_at desc);
create index notice_requested on notice (requested_at);
