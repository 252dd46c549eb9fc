package dev.belfry.incident;

import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.signal.alert.AlertStore;
import dev.belfry.platform.database.Migrations;
import dev.belfry.testing.Engines;
import dev.belfry.testing.YearOfRows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A year of alerts and incidents that are kept for a month: the database stays as large as what is kept. */
class RetentionIT {
    private static final String SERVICE = "'00000000-0000-8000-8000-00000000be1f'::uuid";
    private static final String TIMES = " + n * interval '1 minute'";

    @Test
    void overAYearTheDatabaseStaysAsLargeAsWhatIsKept() {
        var name = Engines.postgres().newDatabase("retention");
        Migrations.migrate(Engines.postgres().uri(name), IncidentService.MIGRATIONS);
        var removals = new ArrayList<>(Stand.get().host.retentions().values());
        // Those of BELFRY_INCIDENTS_KEPT; without it alerts and incidents are kept for ever.
        removals.addAll(List.of(AlertStore.FORGET_ALERTS, IncidentStore.FORGET_INCIDENTS));
        new YearOfRows(name, removals)
                .eachDay("insert into request (id, integration, format, received_at, raw, held)"
                        + " select gen_random_uuid(), gen_random_uuid(), 'generic', $1" + TIMES
                        + ", repeat('x', 1000), 2 from generate_series(1, 200) as n")
                .eachDay("insert into applied_request (id, at) select gen_random_uuid(), $1" + TIMES
                        + " from generate_series(1, 400) as n")
                .eachDay(
                        "insert into incident (id, number, service, group_key, title, status, severity, cycle, version,"
                                + " created_at, resolved_at, alert_count, open_alerts)"
                                + " select gen_random_uuid(), nextval('incident_number'), " + SERVICE
                                + ", 'group ' || n, 'Disk full', 'resolved', 'sev2', 1, 3, $1" + TIMES + ", $1" + TIMES
                                + ", 1, 0 from generate_series(1, 100) as n")
                .eachDay("insert into timeline (incident, version, at, kind, actor_kind, actor_name, text, data,"
                        + " source, sequence)"
                        + " select id, n, created_at, 'triggered', 'system', 'Belfry', 'It began', '{}',"
                        + " gen_random_uuid(), 0"
                        + " from incident, generate_series(1, 3) as n where created_at >= $1")
                .eachDay("insert into alert (id, integration, service, incident, dedup_key, status, severity, summary,"
                        + " details, links, count, first_seen, last_seen, resolved_at, first_request, last_request)"
                        + " select gen_random_uuid(), gen_random_uuid(), service, id, id::text, 'resolved', 'critical',"
                        + " title, '{}', '[]', 1, created_at, created_at, resolved_at, gen_random_uuid(),"
                        + " gen_random_uuid() from incident where created_at >= $1")
                .eachDay("insert into alert_log (alert, at, kind, owner, text)"
                        + " select id, first_seen, 'note', 'Ann', 'Seen' from alert where first_seen >= $1")
                .eachDay("insert into opsgenie_alert (alert, request)"
                        + " select id, gen_random_uuid() from alert where first_seen >= $1")
                .eachDay("insert into command (id, incident, verb, at) select gen_random_uuid(), gen_random_uuid(),"
                        + " 'ACKNOWLEDGE', $1" + TIMES + " from generate_series(1, 100) as n")
                .eachDay("insert into idempotency (caller, key, fingerprint, status, created_at)"
                        + " select 'caller', gen_random_uuid()::text, 'print', 201, $1" + TIMES
                        + " from generate_series(1, 50) as n")
                .otherwise("one row for each severity, one outline", "response_rule", "postmortem_template")
                .otherwise(
                        "they go with their incident",
                        "incident_merge",
                        "timeline_end",
                        "incident_role",
                        "task",
                        "incident_link",
                        "incident_field_value",
                        "runbook_tick",
                        "stakeholder_update",
                        "update_reminder",
                        "postmortem",
                        "postmortem_review",
                        "postmortem_chase",
                        "suppressed_incident",
                        "action_item",
                        "incident_fact",
                        "incident_text",
                        "page_fact")
                .otherwise("they go within a day of the incidents of their day", "fact_day", "incident_day", "page_day")
                .otherwise(
                        "as many as people make",
                        "event_rule",
                        "saved_view",
                        "runbook",
                        "incident_field",
                        "service",
                        "service_dependency",
                        "storm",
                        "integration",
                        "heartbeat",
                        "opsgenie_search")
                .otherwise(
                        "kept for ever, because it says what paged nobody and when: people make them",
                        "silence",
                        "maintenance_window",
                        "maintenance_history")
                .otherwise("kept for ever, because decisions name its versions: people make them", "event_rule_history")
                .otherwise("a ring or a row for each integration", "recent_request", "request_tally")
                .otherwise("the latest of each heartbeat; older ones go as others come", "heartbeat_ping")
                .otherwise("old ones go in the transaction that brings others", "change", "opsgenie_request")
                .otherwise(
                        "one row for each partition or name, or one alone",
                        "event_rule_set",
                        "fact_position",
                        "timeline_check",
                        "intake_tick",
                        "consumer_offset",
                        "outbox_lease")
                .otherwise("rows leave when Kafka has them, or when they are due", "outbox", "timer")
                .check();
    }
}
