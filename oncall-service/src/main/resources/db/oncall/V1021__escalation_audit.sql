-- What the auditor looks for: few incidents are triggered at a time.
create index incident_triggered on incident (id) where state ->> 'status' = 'triggered';

-- bundle_id: the page whose message told of this one too.
alter table page add column bundle_id uuid;
create index page_bundle on page (bundle_id) where bundle_id is not null;
create index page_waiting on page (person_id) where bundled and bundle_id is null;
