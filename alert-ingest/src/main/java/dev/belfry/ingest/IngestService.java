package dev.belfry.ingest;

import dev.belfry.contracts.Topics;
import dev.belfry.ingest.intake.AlertRelay;
import dev.belfry.ingest.intake.IntakeRoutes;
import dev.belfry.ingest.key.RoutingKeys;
import dev.belfry.platform.run.Host;

/** Wires alert-ingest: routing keys in memory, one relay to the broker, the senders' routes. */
public final class IngestService {
    private IngestService() {}

    public static Host start(Settings settings) {
        var host = Host.open(settings.host(), null);
        try {
            wire(host, settings);
            host.start();
            return host;
        } catch (RuntimeException failed) {
            host.stop();
            throw failed;
        }
    }

    private static void wire(Host host, Settings settings) {
        var keys = new RoutingKeys();
        host.table(Topics.INTEGRATIONS.name(), event -> keys.learn(event.key(), event.data()));
        var relay =
                new AlertRelay(host.producer(), host.ids(), host.clock(), host.metrics(), settings.maxInFlightBytes());
        new IntakeRoutes(keys, relay, host.ids(), host.clock(), host.metrics()).mount(host.router());
    }
}
