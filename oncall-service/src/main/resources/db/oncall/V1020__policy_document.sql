-- A version is one document: what a policy can say grows faster than columns.
alter table escalation_policy_version add column document jsonb;
update escalation_policy_version set document = jsonb_build_object(
    'id', policy_id, 'version', version, 'name', name, 'repeats', repeats, 'forever', false, 'dailyRepeats', 24,
    'escalateLowUrgency', true, 'catchAll', '[]'::jsonb, 'steps', steps);
alter table escalation_policy_version alter column document set not null;
-- The columns from before stay until no replica of the release before runs; nothing writes them any more.
alter table escalation_policy_version
    alter column name drop not null,
    alter column repeats drop not null,
    alter column steps drop not null;

alter table escalation_policy add column team_id uuid references team on delete set null;
create index escalation_policy_team on escalation_policy (team_id);

alter table escalation_policy_target
    add column team_id uuid references team on delete cascade,
    add column nested_id uuid references escalation_policy;
alter table escalation_policy_target drop constraint escalation_policy_target_check;
alter table escalation_policy_target
    add check (num_nonnulls(person_id, schedule_id, team_id, nested_id) = 1);
create index escalation_policy_target_team on escalation_policy_target (team_id);
create index escalation_policy_target_nested on escalation_policy_target (nested_id);

-- How often each step that asks one after the other has asked. An escalation may go on after its policy is gone.
create table escalation_turn (
    policy_id uuid not null,
    step      int not null,
    drawn     bigint not null,
    primary key (policy_id, step)
);

-- plan: the steps it climbs, nested policies expanded, as they were when it began. base: the repeat at which it began (again).
-- severity: what it was when it began. held_since: since when a step waits for somebody to come on call.
alter table escalation
    add column plan jsonb,
    add column base int not null default 0,
    add column severity text,
    add column held_since timestamptz;
update escalation e
set plan = v.document || jsonb_build_object('policy', v.policy_id, 'version', v.version, 'steps', coalesce((
    select jsonb_agg(jsonb_build_object(
        'policy', v.policy_id, 'policyName', v.document ->> 'name', 'number', s.number, 'step', s.step) order by s.number)
    from jsonb_array_elements(v.document -> 'steps') with ordinality as s (step, number)), '[]'))
from escalation_policy_version v
where v.policy_id = e.policy_id and v.version = e.policy_version;
-- The default is for those that a replica of the release before begins: beyond its steps the catch-all is asked.
alter table escalation alter column plan set default
    '{"name": "", "repeats": 0, "forever": false, "dailyRepeats": 1, "escalateLowUrgency": true, "catchAll": [], "steps": []}';
update escalation set plan = default where plan is null;
alter table escalation alter column plan set not null;

-- acked_at: this person has acknowledged a step that everyone has to. bundled: told of in one page with others.
alter table page
    add column acked_at timestamptz,
    add column bundled boolean not null default false;
create index page_person on page (person_id, requested_at);
