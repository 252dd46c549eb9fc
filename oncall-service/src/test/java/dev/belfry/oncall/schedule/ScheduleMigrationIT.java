package dev.belfry.oncall.schedule;

import static dev.belfry.oncall.schedule.Samples.ANA;
import static dev.belfry.oncall.schedule.Samples.BEA;
import static dev.belfry.oncall.schedule.Samples.SCHEDULE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.directory.TeamRole;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.platform.json.Json;
import dev.belfry.testing.Engines;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Schedules that were there before there were versions. */
@ExtendWith(Engines.class)
class ScheduleMigrationIT {
    @Test
    void aScheduleOfTheOldFormIsTheSameScheduleAfterwards() throws SQLException {
        var postgres = Engines.postgres();
        String url = postgres.jdbcUrl(postgres.newDatabase("oncall"));
        migrate(postgres, url, "1010");
        try (var connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            for (var person : List.of(ANA, BEA)) {
                statement.execute("insert into person (id, name, email, time_zone, role, created_at) values ('" + person
                        + "', 'Example', '" + person + "@example.net', 'UTC', 'responder', now())");
            }
            statement.execute("insert into schedule (id, name, time_zone, unit, every, start_at, version) values ('"
                    + SCHEDULE + "', 'Payments', 'Europe/Berlin', 'weekly', 2, '2026-01-05 09:00', 7)");
            statement.execute("insert into rotation_participant values ('" + SCHEDULE + "', 1, '" + BEA + "'), ('"
                    + SCHEDULE + "', 2, '" + ANA + "'), ('" + SCHEDULE + "', 3, '" + BEA + "')");
            statement.execute("insert into schedule_override (id, schedule_id, person_id, start_at, end_at, created_at)"
                    + " values (gen_random_uuid(), '" + SCHEDULE + "', '" + ANA + "', now(), now() + '1 day', now())");
        }
        migrate(postgres, url, "1011");
        try (var connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select v.document, v.version, (select count(*) from schedule_person) as people,"
                                + " (select min(kind) from schedule_override) as kind from schedule_version v")) {
            assertThat(rows.next()).isTrue();
            Schedule schedule = Json.read(rows.getString("document"), ScheduleDocument.class)
                    .schedule(SCHEDULE, "Payments", null, rows.getLong("version"));
            assertThat(RotationDraft.of(schedule))
                    .isEqualTo(new RotationDraft(
                            RotationUnit.WEEKLY,
                            2,
                            LocalDateTime.parse("2026-01-05T09:00").toString(),
                            List.of(BEA, ANA, BEA)));
            assertThat(schedule.version()).isEqualTo(7);
            assertThat(rows.getInt("people")).isEqualTo(2);
            assertThat(rows.getString("kind")).isEqualTo("replace");
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void rolesInTeamsReachTheDirectoryAndSchedulesAreLookedAt() throws SQLException {
        var postgres = Engines.postgres();
        String url = postgres.jdbcUrl(postgres.newDatabase("oncall"));
        migrate(postgres, url, "1041");
        var team = new UUID(3, 3);
        try (var connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            for (var person : List.of(ANA, BEA)) {
                statement.execute("insert into person (id, name, email, time_zone, role, created_at) values ('" + person
                        + "', 'Example', '" + person + "@example.net', 'UTC', 'responder', now())");
            }
            statement.execute("insert into team (id, name) values ('" + team + "', 'Payments')");
            statement.execute("insert into team_member (team_id, position, person_id, role) values ('" + team
                    + "', 1, '" + ANA + "', 'manager')");
            statement.execute("insert into schedule (id, name) values ('" + SCHEDULE + "', 'Payments')");
        }
        migrate(postgres, url, "1060");
        try (var connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("select *, (select count(*) from handoff_look) as looks from outbox")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("looks")).isEqualTo(1);
            assertThat(Json.read(rows.getBytes("data"), UserEntry.class))
                    .isEqualTo(new UserEntry(
                            ANA, "Example", "responder", "UTC", true, List.of(new TeamRole(team, "manager"))));
            assertThat(rows.next()).isFalse();
        }
    }

    private static void migrate(Engines.Postgres postgres, String url, String target) {
        Flyway.configure()
                .dataSource(url, postgres.user(), postgres.password())
                .locations("classpath:db/platform", "classpath:db/oncall")
                .target(target)
                .load()
                .migrate();
    }
}
