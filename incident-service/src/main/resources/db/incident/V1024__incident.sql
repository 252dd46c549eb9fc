-- Each line of a timeline is sealed: by the SHA-256 of the seal of the line before it and of its own content. Who changes,
-- takes out or adds a line later has to seal all that follow anew. Lines from before this migration have no seal.
-- channel: by which way it was asked for: console, api, email, sender, belfry.
alter table timeline add column channel text, add column seal bytea;

-- Where each timeline ends: how many of its lines are sealed, how many of them came last, and the seal of the last.
create table timeline_end (
    incident uuid primary key references incident (id) on delete cascade,
    lines bigint not null,
    latest bigint not null,
    seal bytea not null
) with (fillfactor = 50);

-- The last line that may be without a seal, and how far the daily check is; one row.
create table timeline_check (
    one boolean primary key default true check (one),
    sealed_after bigint not null,
    begun_at timestamptz,
    after uuid,
    ended_at timestamptz,
    timelines bigint not null default 0,
    lines bigint not null default 0,
    broken bigint not null default 0,
    latest_broken bigint[] not null default '{}'
);
insert into timeline_check (sealed_after) select coalesce(max(seq), 0) from timeline;

-- The one recipe of a seal, for those who write and those who check. It must never change: a new one needs a new name.
create function timeline_seal(
    before bytea, incident uuid, version bigint, at timestamptz, kind text, channel text,
    actor_kind text, actor_id uuid, actor_name text, text text, data jsonb, source uuid, sequence int)
returns bytea language sql stable parallel safe
return sha256(coalesce(before, '') || convert_to(jsonb_build_array(
    incident, version, (extract(epoch from at) * 1000000)::bigint, kind, channel,
    actor_kind, actor_id, actor_name, text, data, source, sequence)::text, 'UTF8'));

-- Lines are only added. They go with their incident, and not before it.
create function timeline_keeps_its_lines() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and not exists (select 1 from incident where id = old.incident) then
        return null;
    end if;
    raise exception 'lines of a timeline are only added' using errcode = 'integrity_constraint_violation';
end $$;
create trigger only_added before update or truncate on timeline
    for each statement execute function timeline_keeps_its_lines();
create trigger gone_with_the_incident after delete on timeline
    for each row execute function timeline_keeps_its_lines();
