package dev.belfry.status;

import dev.belfry.platform.database.Migrations;
import dev.belfry.testing.Engines;
import dev.belfry.testing.YearOfRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A year of incidents and of components that change: what is removed keeps the database as large as what is kept. */
@ExtendWith(Engines.class)
class RetentionIT {
    private static final String TIMES = " + n * interval '1 minute'";

    @Test
    void overAYearTheDatabaseStaysAsLargeAsWhatIsKept() {
        var name = Engines.postgres().newDatabase("retention");
        Migrations.migrate(Engines.postgres().uri(name), StatusService.MIGRATIONS);
        try (var stand = new Stand("kept")) {
            new YearOfRows(name, stand.host().retentions().values())
                    .eachDay("insert into status_page (id, name, slug, time_zone, created_at, updated_at)"
                            + " values ('00000000-0000-7000-8000-000000000001', 'Kept', 'kept', 'Etc/UTC', $1, $1)"
                            + " on conflict do nothing")
                    .eachDay("insert into component (id, page_id, name, position, status, services, created_at,"
                            + " updated_at) values ('00000000-0000-7000-8000-000000000002',"
                            + " '00000000-0000-7000-8000-000000000001', 'Shop', 1, 'operational', '{}', $1, $1)"
                            + " on conflict do nothing")
                    .eachDay("insert into component_change (component_id, at, status)"
                            + " select '00000000-0000-7000-8000-000000000002', $1" + TIMES + ", 'operational'"
                            + " from generate_series(1, 100) as n")
                    .eachDay("insert into open_incident (id, version, service_id, severity, is_open, updated_at)"
                            + " select gen_random_uuid(), 3, gen_random_uuid(), 'sev2', false, $1" + TIMES
                            + " from generate_series(1, 200) as n")
                    .eachDay("insert into idempotency (caller, key, fingerprint, status, created_at)"
                            + " select 'caller', gen_random_uuid()::text, 'print', 201, $1" + TIMES
                            + " from generate_series(1, 50) as n")
                    .otherwise("as many as the team makes", "status_page", "component")
                    .otherwise(
                            "what customers were told stays",
                            "status_incident",
                            "status_incident_component",
                            "status_update",
                            "status_update_component",
                            "maintenance",
                            "maintenance_update")
                    .otherwise("one row for each thing that has it", "consumer_offset", "outbox_lease")
                    .otherwise("rows leave when Kafka has them, or when they are due", "outbox", "timer")
                    .check();
        }
    }
}
