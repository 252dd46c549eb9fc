-- What was caused by the same alert is found by it.
create index incident_fact_of_alert on incident_fact (service, name, number);
