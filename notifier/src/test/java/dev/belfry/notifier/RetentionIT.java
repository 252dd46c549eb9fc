package dev.belfry.notifier;

import dev.belfry.platform.database.Migrations;
import dev.belfry.testing.Engines;
import dev.belfry.testing.YearOfRows;
import org.junit.jupiter.api.Test;

/** A year of pages, notices and codes: what is removed keeps the database as large as what is kept. */
class RetentionIT {
    private static final String TIMES = " + n * interval '1 minute'";

    @Test
    void overAYearTheDatabaseStaysAsLargeAsWhatIsKept() {
        var name = Engines.postgres().newDatabase("retention");
        Migrations.migrate(Engines.postgres().uri(name), NotifierService.MIGRATIONS);
        new YearOfRows(name, Stand.get().host.retentions().values())
                .eachDay("insert into page (id, incident_id, cycle, user_id, data, requested_at)"
                        + " select gen_random_uuid(), gen_random_uuid(), 1, gen_random_uuid(), repeat('x', 500), $1"
                        + TIMES + " from generate_series(1, 200) as n")
                .eachDay("insert into notice (id, user_id, data, requested_at)"
                        + " select gen_random_uuid(), gen_random_uuid(), repeat('x', 300), $1" + TIMES
                        + " from generate_series(1, 100) as n")
                .eachDay(
                        "insert into delivery (id, page_id, incident_id, cycle, user_id, lane, channel, label, priority,"
                                + " status, tries, wanted_at, due_at, deadline, created_at, sent_at)"
                                + " select gen_random_uuid(), id, incident_id, 1, user_id, 'email', 'email', 'Mail', 0, 'sent', 1,"
                                + " requested_at, requested_at, requested_at, requested_at, requested_at from page"
                                + " where requested_at >= $1")
                .eachDay("insert into delivery (id, notice_id, user_id, lane, channel, label, priority, status, tries,"
                        + " wanted_at, due_at, deadline, created_at, sent_at)"
                        + " select gen_random_uuid(), id, user_id, 'email-notices', 'email', 'Mail', 2, 'sent', 1,"
                        + " requested_at, requested_at, requested_at, requested_at, requested_at from notice"
                        + " where requested_at >= $1")
                .eachDay("insert into attempt (delivery_id, n, started_at, outcome, detail, ended_at)"
                        + " select id, 1, created_at, 'sent', 'taken', created_at from delivery where created_at >= $1")
                .eachDay("insert into incident_guard (incident_id, version, status, cycle, reason, changed_at)"
                        + " select gen_random_uuid(), 3, 'RESOLVED', 1, 'resolved', $1" + TIMES
                        + " from generate_series(1, 100) as n")
                .eachDay(
                        "insert into contact_verification (id, contact_method, user_id, code_hash, sent_at, expires_at)"
                                + " select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'hash', $1" + TIMES
                                + ", $1"
                                + " from generate_series(1, 50) as n")
                .eachDay("insert into idempotency (caller, key, fingerprint, status, created_at)"
                        + " select 'caller', gen_random_uuid()::text, 'print', 201, $1" + TIMES
                        + " from generate_series(1, 50) as n")
                .otherwise("as many as people have", "contact_method", "notification_rule", "notification_choice")
                .otherwise("as many as admins set up", "provider_account", "provider_poll")
                .otherwise("one row for each thing that has it", "secret_key", "consumer_offset", "outbox_lease")
                .otherwise("rows leave when Kafka has them, or when they are due", "outbox", "timer")
                .check();
    }
}
