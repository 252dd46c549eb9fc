package dev.belfry.ingest;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.ingest.alertmanager.AlertmanagerRoutes;
import dev.belfry.ingest.email.MailRoutes;
import dev.belfry.ingest.flood.FloodRelay;
import dev.belfry.ingest.forward.IncidentClient;
import dev.belfry.ingest.heartbeat.PingRoutes;
import dev.belfry.ingest.intake.AlertRelay;
import dev.belfry.ingest.intake.DoorRoutes;
import dev.belfry.ingest.intake.DryRunRoutes;
import dev.belfry.ingest.intake.IntakeCommands;
import dev.belfry.ingest.intake.IntakeRoutes;
import dev.belfry.ingest.intake.PieceCommands;
import dev.belfry.ingest.intake.TickSweep;
import dev.belfry.ingest.key.KeyStore;
import dev.belfry.ingest.key.RoutingKeys;
import dev.belfry.ingest.mapping.CompiledMapping;
import dev.belfry.ingest.opsgenie.OpsgenieRoutes;
import dev.belfry.ingest.sns.SnsClient;
import dev.belfry.ingest.spool.SpoolRelay;
import dev.belfry.ingest.spool.SpoolStore;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.run.Host;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Wires alert-ingest: routing keys in memory, one relay to the broker, the senders' routes. */
public final class IngestService {
    /** How long a start waits for the broker. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private IngestService() {}

    public static Host start(Settings settings) {
        var host = Host.open(settings.host(), null);
        try {
            var mail = wire(host, settings);
            host.start();
            if (mail != null) {
                // The keys are known now; before, mail to any of them would be refused for good.
                mail.start();
            }
            return host;
        } catch (RuntimeException failed) {
            host.stop();
            throw failed;
        }
    }

    private static @Nullable MailRoutes wire(Host host, Settings settings) {
        host.answerUncompressed();
        var keys = new RoutingKeys();
        var prepared = new AtomicBoolean();
        host.table(Topics.INTEGRATIONS.name(), event -> {
            keys.learn(event);
            if (!prepared.get() && hasMapping(event) && prepared.compareAndSet(false, true)) {
                host.vertx().executeBlocking(CompiledMapping::prepare);
            }
        });
        host.connected().onSuccess(read -> keys.confirm());
        var directory = settings.spool();
        var store = directory == null ? null : new SpoolStore(directory, settings.maxSpoolBytes());
        if (directory != null) {
            var kept = new KeyStore(keys, directory);
            host.startWithoutBroker(PATIENCE, kept::recall);
            // Before all keys were read, a part of them would take the place of all.
            Supplier<Future<?>> keep =
                    () -> host.connected().succeeded() ? kept.keep(host.vertx()) : Future.succeededFuture();
            host.sweep("keys", KeyStore.EVERY, keep);
            host.onStop(() -> keep.get().mapEmpty());
        }
        var line = new SpoolRelay(
                host.vertx(), host.producer(), store, host.clock(), host.metrics(), settings.maxInFlightBytes());
        var relay = new AlertRelay(line, host.ids(), host.clock(), host.metrics(), settings.maxInFlightBytes());
        var flood = new FloodRelay(
                host.vertx(),
                relay::accept,
                host.ids(),
                host.clock(),
                host.metrics(),
                settings.perSecond(),
                settings.stormBound());
        var commands = new IntakeCommands(flood, relay, host.ids(), host.clock(), host.metrics());
        var door = new DoorRoutes(host.vertx(), host.secondLook(), host.metrics(), settings.maxLargeBytes());
        var sns = SnsClient.of(host.vertx(), host.clock(), host.metrics());
        var pieces = new PieceCommands(host.vertx(), commands, host.ids()::next);
        new IntakeRoutes(keys, door, commands, pieces, sns, host.ids(), host.clock()).mount(host.router());
        new DryRunRoutes(keys, door, host.ids(), host.clock()).mount(host.router());
        var incidents = new IncidentClient(host.vertx(), settings.incidentUrl());
        new OpsgenieRoutes(keys, door, commands, relay, incidents, host.ids(), host.clock()).mount(host.router());
        new AlertmanagerRoutes(keys, door, commands, pieces, incidents, host.ids(), host.clock()).mount(host.router());
        new PingRoutes(host.vertx(), keys, door, relay, host.ids(), host.clock()).mount(host.router());
        var ticks = new TickSweep(line, host.ids(), host.clock());
        // Before the producer knows the topic, each would be taken for a sign that the broker is away.
        host.sweep(
                "ticks", TickSweep.EVERY, () -> host.connected().succeeded() ? ticks.tick() : Future.succeededFuture());
        host.sweep("flood", FloodRelay.FORGET, flood::forget);
        var mail = settings.smtpPort() == 0 ? null : mail(host, settings, keys, commands);
        // In this order: no mail is taken any more when nothing more is told.
        if (mail != null) {
            host.onStop(mail::stop);
        }
        host.onStop(line::stop);
        return mail;
    }

    private static boolean hasMapping(Event event) {
        return !event.deleted()
                && event.type().equals(IntegrationEntry.TYPE)
                && event.as(IntegrationEntry.class).mapping() != null;
    }

    private static MailRoutes mail(Host host, Settings settings, RoutingKeys keys, IntakeCommands commands) {
        return new MailRoutes(
                host.vertx(),
                keys,
                host.secondLook(),
                commands,
                host.ids(),
                host.clock(),
                host.metrics(),
                settings.host().bind(),
                settings.smtpPort(),
                settings.smtpDomain());
    }
}
