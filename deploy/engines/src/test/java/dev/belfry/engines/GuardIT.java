package dev.belfry.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that dies under its guard. */
@Timeout(180)
class GuardIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    @Test
    void aServerThatDiesIsStartedAgainWithItsData() throws Exception {
        var postgres = PostgresEngine.start(directory, 0, PostgresEngine.Durability.DURABLE);
        try (var guard = Guard.over(postgres, said::add)) {
            postgres.createDatabase("kept");
            assertThat(guard.trouble()).isEmpty();

            postgres.kill();
            await().atMost(SOON).until(() -> said.contains("PostgreSQL runs again."));
            assertThat(said).first().asString().contains("PostgreSQL has died with exit code 137");
            assertThat(guard.trouble()).isEmpty();
            try (var connection =
                    DriverManager.getConnection(postgres.jdbcUrl("kept"), postgres.user(), postgres.password())) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
        assertThat(postgres.isAlive()).isFalse();
        assertThat(said).as("that it was stopped is no news").hasSize(2);
    }

    @Test
    void whatKeepsItFromStartingIsSaidAndTriedAgainUntilItStarts() throws Exception {
        var postgres = PostgresEngine.start(directory, 0, PostgresEngine.Durability.FAST);
        try (var guard = Guard.over(postgres, said::add)) {
            var version = directory.resolve("data/PG_VERSION");
            Files.writeString(version, "17\n");
            postgres.kill();
            await().atMost(SOON)
                    .until(() -> said.stream()
                                    .filter(line -> line.contains("tries again in"))
                                    .count()
                            >= 2);
            assertThat(guard.trouble())
                    .hasValueSatisfying(text -> assertThat(text).contains("is of PostgreSQL 17", "tries again in 2 s"));

            Files.writeString(version, "18\n");
            await().atMost(SOON).until(() -> guard.trouble().isEmpty());
            assertThat(postgres.isAlive()).isTrue();
        }
    }

    @Test
    void closingWhileItIsStartedLeavesNothingRunning() {
        var postgres = PostgresEngine.start(directory, 0, PostgresEngine.Durability.FAST);
        var guard = Guard.over(postgres, said::add);
        postgres.kill();
        await().atMost(SOON).until(() -> !said.isEmpty());
        guard.close();
        assertThat(postgres.isAlive()).isFalse();
        assertThat(Ports.isFree(postgres.port())).isTrue();
    }
}
