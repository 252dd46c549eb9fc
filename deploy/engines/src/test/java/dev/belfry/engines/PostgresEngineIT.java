package dev.belfry.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engines.PostgresEngine.Durability;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The PostgreSQL server of a laptop, as its operator meets it. */
@Timeout(120)
class PostgresEngineIT {
    @TempDir
    Path directory;

    @Test
    void committedRowsSurviveKillAndRestart() throws Exception {
        try (var postgres = PostgresEngine.start(directory, 0, Durability.DURABLE)) {
            assertThat(ask(postgres, "postgres", "SHOW fsync")).isEqualTo("on");
            assertThat(ask(postgres, "postgres", "SHOW server_version")).startsWith("18.");
            postgres.createDatabase("kept");
            postgres.createDatabase("kept");
            ask(postgres, "kept", "CREATE TABLE row AS SELECT 'survivor' AS name; SELECT 1");

            postgres.kill();
            assertThat(postgres.isAlive()).isFalse();
            postgres.restart();

            assertThat(ask(postgres, "kept", "SELECT name FROM row")).isEqualTo("survivor");
        }
    }

    @Test
    void aCleanStopDoesNotWaitForClientsAndTheDataIsThereAgain() throws Exception {
        int port;
        try (var postgres = PostgresEngine.start(directory, 0, Durability.FAST)) {
            port = postgres.port();
            assertThat(ask(postgres, "postgres", "SHOW fsync")).isEqualTo("off");
            postgres.createDatabase("odd \"name\"");
            var client =
                    DriverManager.getConnection(postgres.jdbcUrl("postgres"), postgres.user(), postgres.password());
            postgres.stop();
            assertThat(postgres.isAlive()).isFalse();
            client.close();
        }
        try (var postgres = PostgresEngine.start(directory, port, Durability.FAST)) {
            assertThat(ask(postgres, "postgres", "SELECT count(*) FROM pg_database WHERE datname LIKE 'odd%'"))
                    .isEqualTo("1");
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> PostgresEngine.start(directory, taken.getLocalPort(), Durability.FAST))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("port " + taken.getLocalPort());
        }
    }

    @Test
    void dataOfAnotherVersionIsLeftAlone() throws Exception {
        Path version = Files.createDirectories(directory.resolve("data")).resolve("PG_VERSION");
        Files.writeString(version, "17\n");

        assertThatThrownBy(() -> PostgresEngine.start(directory, 0, Durability.FAST))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("PostgreSQL 17");
    }

    @Test
    void aServerThatCannotStartSaysWhyAndWhereItsLogIs() throws Exception {
        try (var first = PostgresEngine.start(directory, 0, Durability.FAST)) {
            assertThatThrownBy(() -> PostgresEngine.start(directory, 0, Durability.FAST))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining(first.log().toString())
                    .hasMessageContaining("postmaster.pid");
        }
    }

    private static String ask(PostgresEngine postgres, String database, String sql) throws Exception {
        try (var connection =
                        DriverManager.getConnection(postgres.jdbcUrl(database), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (var result = statement.getResultSet()) {
                result.next();
                return result.getString(1);
            }
        }
    }
}
