package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.platform.json.Json;
import dev.belfry.testing.Engines;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contact methods that were there before any could be verified. */
@ExtendWith(Engines.class)
class ContactMigrationIT {
    private static final UUID ANN = new UUID(0, 1);

    @Test
    void whatAPageWasSentThroughCountsAsVerifiedUnlessItWasChangedAndEverybodyIsTold() throws SQLException {
        var postgres = Engines.postgres();
        var url = postgres.jdbcUrl(postgres.newDatabase("notifier"));
        migrate(postgres, url, "1040");
        try (var connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            var page = new UUID(5, 5);
            statement.execute("insert into page (id, incident_id, cycle, user_id, data, requested_at) values ('" + page
                    + "', gen_random_uuid(), 1, '" + ANN + "', '{}', now())");
            for (int version : new int[] {1, 2, 1}) {
                var method = UUID.randomUUID();
                statement.execute("insert into contact_method (id, user_id, type, label, address, version, created_at)"
                        + " values ('" + method + "', '" + ANN + "', 'email', 'Mail', 'ann@example.net', " + version
                        + ", now())");
                statement.execute("insert into delivery (id, page_id, incident_id, cycle, user_id, channel,"
                        + " contact_method, label, status, due_at, deadline, created_at, sent_at)"
                        + " values (gen_random_uuid(), '" + page + "', gen_random_uuid(), 1, '" + ANN
                        + "', 'email', '" + method + "', 'Mail', 'sent', now(), now(), now(), now())");
            }
            statement.execute("insert into contact_method (id, user_id, type, label, address, created_at)"
                    + " values (gen_random_uuid(), '" + ANN + "', 'email', 'New', 'ann@example.com', now())");
        }
        migrate(postgres, url, "1050");
        try (var connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select * from outbox")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("topic")).isEqualTo("directory.v1");
            assertThat(rows.getString("type")).isEqualTo(ContactStatusEntry.TYPE);
            var entry = Json.read(rows.getBytes("data"), ContactStatusEntry.class);
            assertThat(entry).isEqualTo(new ContactStatusEntry(ANN, 4, 2));
            assertThat(rows.getString("key")).isEqualTo(entry.key());
            assertThat(rows.next()).isFalse();
        }
    }

    private static void migrate(Engines.Postgres postgres, String url, String target) {
        Flyway.configure()
                .dataSource(url, postgres.user(), postgres.password())
                .locations("classpath:db/platform", "classpath:db/notifier")
                .target(target)
                .load()
                .migrate();
    }
}
