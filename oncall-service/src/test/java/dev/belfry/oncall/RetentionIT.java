package dev.belfry.oncall;

import dev.belfry.platform.database.Migrations;
import dev.belfry.testing.Engines;
import dev.belfry.testing.YearOfRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A year of requests, sign-ins and reminders: what is removed keeps the database as large as what is kept. */
@ExtendWith(Engines.class)
class RetentionIT {
    private static final String TIMES = " + n * interval '1 minute'";

    @Test
    void overAYearTheDatabaseStaysAsLargeAsWhatIsKept() {
        var name = Engines.postgres().newDatabase("retention");
        Migrations.migrate(Engines.postgres().uri(name), OncallService.MIGRATIONS);
        var house = new OncallHarness();
        var removals = house.host().retentions().values();
        house.close();
        new YearOfRows(name, removals)
                .eachDay("insert into escalation_request (id, at, request) select gen_random_uuid(), $1" + TIMES
                        + ", '{}' from generate_series(1, 100) as n")
                .eachDay("insert into audit_entry (id, at, actor, actor_name, action, detail, address)"
                        + " select uuidv7(), $1" + TIMES + ", 'user', 'Ann', 'user.changed', '{}', '127.0.0.1'"
                        + " from generate_series(1, 100) as n")
                .eachDay("with owner as (insert into person (id, name, email, time_zone, role, created_at)"
                        + " values ('00000000-0000-8000-8000-000000000001', 'Ann', 'ann@example.net', 'UTC', 'viewer',"
                        + " $1) on conflict do nothing)"
                        + " insert into sign_in_link (hash, person_id, expires_at) select gen_random_uuid()::text,"
                        + " '00000000-0000-8000-8000-000000000001', $1" + TIMES + " from generate_series(1, 100) as n")
                .eachDay("insert into told (id, at) select gen_random_uuid(), $1" + TIMES
                        + " from generate_series(1, 100) as n")
                .eachDay("insert into idempotency (caller, key, fingerprint, status, created_at)"
                        + " select 'caller', gen_random_uuid()::text, 'print', 201, $1" + TIMES
                        + " from generate_series(1, 50) as n")
                .otherwise(
                        "kept for ever, because it says who was paged when and why; incidents are kept as well",
                        "incident",
                        "escalation",
                        "page",
                        "escalation_fact")
                .otherwise(
                        "kept for ever, because who was on call then must be known: people make and change them",
                        "schedule",
                        "schedule_version",
                        "schedule_person",
                        "schedule_override",
                        "temporary_schedule",
                        "temporary_shift",
                        "swap",
                        "cover_request",
                        "absence",
                        "holiday",
                        "handoff_note",
                        "inactivity")
                .otherwise(
                        "kept for ever, because a running escalation and its history name them: people make them",
                        "escalation_policy",
                        "escalation_policy_version",
                        "escalation_policy_target",
                        "escalation_turn")
                .otherwise("as many as people make", "person", "team", "team_member", "token", "recovery_code")
                .otherwise("as many as people make", "outside_calendar", "calendar_feed", "handoff_look", "signing_key")
                .otherwise("one row for each time zone in use", "zone_rules")
                .otherwise("those of a person that are over go when the person signs in", "session")
                .otherwise("one row for each partition or name", "consumer_offset", "outbox_lease")
                .otherwise("rows leave when Kafka has them, or when they are due", "outbox", "timer")
                .check();
    }
}
