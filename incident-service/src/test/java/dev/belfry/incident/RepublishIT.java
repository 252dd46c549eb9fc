package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Kafka has lost everything: the routing keys are published again from the database, so that senders are let in. */
@ExtendWith(Engines.class)
class RepublishIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private static Host start(HostSettings settings) {
        return IncidentService.start(new Settings(
                settings,
                URI.create("http://in.example.net"),
                URI.create("http://127.0.0.1:1"),
                Duration.ofDays(30),
                null,
                null));
    }

    private static Queue<Event> integrationsOf(String kafka) {
        var seen = new ConcurrentLinkedQueue<Event>();
        var observer = Host.open(HostSettings.forTests("observer", null, kafka), null);
        observer.table(Topics.INTEGRATIONS.name(), seen::add);
        observer.start();
        observer.stop();
        return seen;
    }

    @Test
    void emptiedIntegrationsAreFilledFromTheDatabaseAtTheNextStartAndWhenItIsAskedFor() {
        var postgres = Engines.postgres();
        var database = postgres.uri(postgres.newDatabase("incident"));
        var integration = UUID.randomUUID();
        try (var kafka = Engines.startPrivateKafka(directory)) {
            var settings = HostSettings.forTests(Settings.NAME, database, kafka.bootstrap());
            var schema = Host.open(settings, IncidentService.MIGRATIONS);
            schema.database()
                    .query(
                            "insert into integration (id, service, name, type, routing_key)"
                                    + " values ($1, $2, 'Door', 'events', '6f1d0c2ab34e4d5f9a7b8c9d0e1f2a3b')",
                            Tuple.of(integration, Service.BELFRY))
                    .await();
            schema.stop();
            var next = start(settings);
            await().atMost(SOON).until(() -> !integrationsOf(kafka.bootstrap()).isEmpty());
            next.stop();
            var filled = integrationsOf(kafka.bootstrap());
            assertThat(filled).extracting(Event::key).contains(integration.toString());

            var asked = start(settings.republishing());
            await().atMost(SOON).until(() -> integrationsOf(kafka.bootstrap()).size() >= 2 * filled.size());
            asked.stop();
        }
    }
}
