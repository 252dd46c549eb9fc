package dev.belfry.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.platform.events.Sample;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database of an earlier or a newer build is left as it is, and the operator reads what to do. */
@ExtendWith(Engines.class)
class OldDatabaseIT {
    private static final String WORDS =
            "holds the schema of another build of Belfry: one from before the first release, or a newer one. Nothing was"
                    + " changed. Use that build, or an empty database";
    private String database;

    /** A database with all migrations of this build, and one more that this build does not know. */
    @BeforeEach
    void open() {
        database = Engines.postgres().newDatabase("old");
        var host = Sample.host("sample", database);
        Sample.await(host.database()
                .query(
                        "insert into flyway_schema_history select 1 + max(installed_rank), '0999', 'from elsewhere', 'SQL',"
                                + " 'V0999__elsewhere.sql', 1, 'test', now(), 1, true from flyway_schema_history",
                        Tuple.tuple()));
        host.stop();
    }

    /** What a service's main is, with the settings of its environment. */
    public static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            Host.main(
                    arguments,
                    "db/sample",
                    environment -> HostSettings.from(environment, "sample", 0, 0, true),
                    environment -> Host.open(HostSettings.from(environment, "sample", 0, 0, true), "db/sample"));
        }
    }

    @Test
    void theSchemaOfAnotherBuildIsRefusedInWords() {
        assertThatThrownBy(() -> Migrations.migrate(Engines.postgres().uri(database), "db/sample"))
                .isInstanceOf(Migrations.Foreign.class)
                .hasMessageContaining(database)
                .hasMessageContaining(WORDS);
    }

    @Test
    void aServiceSaysSoAndExitsWithTwo() throws IOException, InterruptedException {
        for (var arguments : List.of(List.<String>of(), List.of("migrate"))) {
            var command = new java.util.ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName()));
            command.addAll(arguments);
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("BELFRY_DATABASE_URL", Engines.postgres().uri(database));
            builder.environment().put("BELFRY_KAFKA_BOOTSTRAP", Engines.kafka());
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(said).contains(WORDS);
            assertThat(process.exitValue()).as(said).isEqualTo(2);
        }
    }
}
