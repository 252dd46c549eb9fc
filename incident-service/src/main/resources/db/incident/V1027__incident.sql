-- How urgent the incidents of a service are; null where that follows their severity.
alter table service add column urgency jsonb;

-- What was said of an incident, and why; null where it follows the severity. urgent_at: when it may not wait any more.
alter table incident
    add column urgency text check (urgency in ('high', 'low')),
    add column urgency_why text,
    add column urgent_at timestamptz;
