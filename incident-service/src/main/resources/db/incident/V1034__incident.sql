-- How urgent an event rule said an alert is when it began, and in which words; null where none did.
alter table alert
    add column urgency text check (urgency in ('high', 'low')),
    add column urgency_why text;
