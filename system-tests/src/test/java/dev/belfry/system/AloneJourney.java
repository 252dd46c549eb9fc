package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.notifier.seal.Keyring;
import dev.belfry.testing.Engines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each service by itself, as in a cluster: its settings, its health, its end, and its silence about secrets. */
@ExtendWith(Engines.class)
class AloneJourney {
    private static final String CANARY = "canary-4f1c9e7a2b";
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final Duration BRIEF = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(strings = {"alert-ingest", "incident-service", "oncall-service", "notifier", "status-page"})
    void itMigratesBecomesReadyAndStopsWithoutTellingASecret(
            String service, Engines.Postgres postgres, @TempDir Path directory) throws IOException, SQLException {
        int management = freePort();
        var settings = settings(service, postgres, management);
        var said = new StringBuilder();
        if (needsDatabase(service)) {
            try (var migration = ServiceProcess.start(service, directory.resolve("migrate.out"), settings, "migrate")) {
                assertThat(migration.awaitExit(BRIEF)).as(migration::output).isZero();
                said.append(migration.output());
            }
            settings.put("BELFRY_MIGRATE", "false");
        }
        try (var alone = ServiceProcess.start(service, directory.resolve("run.out"), settings)) {
            long start = System.nanoTime();
            alone.awaitReady(management);
            System.out.printf("%s ready alone: %.1f s%n", service, (System.nanoTime() - start) / 1e9);
            assertThat(alone.management(management, "/health/live").status()).isEqualTo(200);
            var metrics = alone.management(management, "/metrics");
            assertThat(metrics.status()).isEqualTo(200);
            assertThat(metrics.body()).contains("# TYPE ", "jvm_memory_used_bytes");

            alone.signal("TERM");
            assertThat(alone.awaitExit(STOP)).as(alone::output).isIn(0, 143);
            said.append(alone.output());
        }
        assertThat(said.toString()).doesNotContain(CANARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alert-ingest", "incident-service", "oncall-service", "notifier", "status-page"})
    void itNamesEveryBadSettingAtOnceAndDoesNotStart(String service, @TempDir Path directory) {
        var settings = new HashMap<>(Map.of(
                "BELFRY_HTTP_PORT", "eighty",
                "BELFRY_MANAGEMENT_PORT", "99999",
                "BELFRY_EVENT_LOOPS", "0",
                "BELFRY_CREATE_TOPICS", "perhaps",
                "BELFRY_DRAIN", "a while",
                "BELFRY_DATABASE_URL", "mysql://belfry:" + CANARY + "@127.0.0.1/belfry"));
        try (var alone = ServiceProcess.start(service, directory.resolve("bad.out"), settings)) {
            assertThat(alone.awaitExit(BRIEF)).as(alone::output).isEqualTo(2);
            settings.keySet().stream()
                    .filter(name -> needsDatabase(service) || !name.equals("BELFRY_DATABASE_URL"))
                    .forEach(name -> assertThat(alone.output().lines().filter(line -> line.startsWith(name)))
                            .as("lines about " + name + " in:\n" + alone.output())
                            .hasSize(1));
            assertThat(alone.output()).doesNotContain(CANARY).doesNotContain("Exception");
        }
    }

    private static boolean needsDatabase(String service) {
        return !service.equals("alert-ingest");
    }

    private static Map<String, String> settings(String service, Engines.Postgres postgres, int management)
            throws IOException, SQLException {
        var settings = new HashMap<String, String>();
        settings.put("BELFRY_HTTP_PORT", Integer.toString(freePort()));
        settings.put("BELFRY_MANAGEMENT_PORT", Integer.toString(management));
        settings.put("BELFRY_KAFKA_BOOTSTRAP", Engines.kafka());
        settings.put("BELFRY_EVENT_LOOPS", "1");
        if (needsDatabase(service)) {
            settings.put("BELFRY_DATABASE_URL", databaseUrl(service, postgres));
        }
        if (service.equals("oncall-service")) {
            settings.put("BELFRY_BOOTSTRAP_TOKEN", "blf_" + CANARY + "-".repeat(30));
        }
        if (service.equals("notifier")) {
            settings.put("BELFRY_SMTP_HOST", "127.0.0.1");
            settings.put("BELFRY_DIGEST_WINDOW", "PT0S");
            settings.put("BELFRY_SMTP_USERNAME", "belfry");
            settings.put("BELFRY_SMTP_PASSWORD", CANARY);
            settings.put(
                    "BELFRY_SEAL_KEYS", Keyring.line("k1", (CANARY + "-".repeat(32)).getBytes(StandardCharsets.UTF_8)));
        }
        return settings;
    }

    /** A database of the service's own and a role of its own whose password is a secret. */
    private static String databaseUrl(String service, Engines.Postgres postgres) throws SQLException {
        var database = postgres.newDatabase(service);
        var role = "alone_" + service.replace('-', '_').toLowerCase(Locale.ROOT);
        try (var connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + CANARY + "'");
            statement.execute("ALTER DATABASE \"" + database + "\" OWNER TO " + role);
        }
        return "postgresql://" + role + ":" + CANARY + "@" + postgres.host() + ":" + postgres.port() + "/" + database;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
