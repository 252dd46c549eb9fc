package dev.belfry.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.SigningKeyEntry;
import dev.belfry.contracts.directory.TokenEntry;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.http.TrustedProxies;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Kafka has lost everything: the directory is filled again from the database, so that people and tokens are known. */
@ExtendWith(Engines.class)
class RepublishIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private static Host start(HostSettings settings) {
        return OncallService.start(new Settings(
                settings,
                OncallHarness.TOKEN,
                new Settings.Admin("Root Example", OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD),
                Settings.AUDIT_KEPT,
                Settings.COVERAGE_AHEAD,
                null,
                true,
                TrustedProxies.of("127.0.0.0/8")));
    }

    private static Queue<Event> directoryOf(String kafka) {
        var seen = new ConcurrentLinkedQueue<Event>();
        var observer = Host.open(HostSettings.forTests("observer", null, kafka), null);
        observer.table(Topics.DIRECTORY.name(), seen::add);
        observer.start();
        observer.stop();
        return seen;
    }

    private static long waiting(Host host) {
        return host.database()
                .query("select count(*) as n from outbox", Tuple.tuple())
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    @Test
    void anEmptiedDirectoryIsFilledFromTheDatabaseAtTheNextStartAndWhenItIsAskedFor() {
        var postgres = Engines.postgres();
        String database = postgres.uri(postgres.newDatabase("oncall"));
        Host first = start(HostSettings.forTests("oncall-service", database, Engines.kafka()));
        // What has not left would go to the other Kafka, and look as if it had been published again.
        await().atMost(SOON).until(() -> waiting(first) == 0);
        first.stop();
        try (var kafka = Engines.startPrivateKafka(directory)) {
            var settings = HostSettings.forTests("oncall-service", database, kafka.bootstrap());
            Host next = start(settings);
            await().atMost(SOON).until(() -> directoryOf(kafka.bootstrap()).size() >= 3 && waiting(next) == 0);
            next.stop();
            Queue<Event> filled = directoryOf(kafka.bootstrap());
            assertThat(filled).extracting(Event::type).contains(UserEntry.TYPE, TokenEntry.TYPE, SigningKeyEntry.TYPE);

            Host asked = start(settings.republishing());
            await().atMost(SOON).until(() -> directoryOf(kafka.bootstrap()).size() >= 2 * filled.size());
            asked.stop();
        }
    }
}
