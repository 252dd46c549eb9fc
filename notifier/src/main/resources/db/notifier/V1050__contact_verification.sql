-- Shown to reach its person. A method through which a page was sent, and whose address nobody has changed since, counts as
-- shown: an upgrade must not call everybody unreachable who is paged today.
alter table contact_method add column verified_at timestamptz;
update contact_method m set verified_at = d.at
from (
    select contact_method, max(sent_at) as at from delivery
    where status = 'sent' and contact_method is not null
    group by contact_method) d
where d.contact_method = m.id and m.version = 1 and m.disabled is null;

-- Codes that were sent, by their hash. No foreign key: removing a method and adding it again must not make the count of
-- codes begin anew.
create table contact_verification (
    id             uuid primary key,
    contact_method uuid not null,
    user_id        uuid not null,
    code_hash      text not null,
    tries          int not null default 0,
    sent_at        timestamptz not null,
    expires_at     timestamptz not null
);
create index contact_verification_method on contact_verification (contact_method, sent_at desc);
create index contact_verification_user on contact_verification (user_id, sent_at);

-- Once for everybody, as it is told from now on at each change.
insert into outbox (id, topic, key, type, subject, occurred_at, data)
select uuidv7(), 'directory.v1', 'contact-status:' || user_id, 'belfry.directory.contact-status.v1',
    'contact-status:' || user_id, now(),
    convert_to(json_build_object(
        'userId', user_id,
        'methods', count(*) filter (where disabled is null),
        'verified', count(*) filter (where disabled is null and verified_at is not null))::text, 'UTF8')
from contact_method group by user_id;
