package dev.belfry.incident;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.change.Change;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.heartbeat.IntakeTick;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.incident.alert.AlertCommands;
import dev.belfry.incident.alert.AlertConsumer;
import dev.belfry.incident.alert.AlertRoutes;
import dev.belfry.incident.alert.AlertStore;
import dev.belfry.incident.alert.ExpiryTimer;
import dev.belfry.incident.alert.ReleaseTimer;
import dev.belfry.incident.alertmanager.AlertmanagerRoutes;
import dev.belfry.incident.catalog.CatalogCommands;
import dev.belfry.incident.catalog.CatalogPages;
import dev.belfry.incident.catalog.CatalogRoutes;
import dev.belfry.incident.catalog.CatalogStore;
import dev.belfry.incident.catalog.RoutingKey;
import dev.belfry.incident.change.ChangeConsumer;
import dev.belfry.incident.change.ChangeRoutes;
import dev.belfry.incident.change.ChangeStore;
import dev.belfry.incident.directory.Directory;
import dev.belfry.incident.heartbeat.HeartbeatCommands;
import dev.belfry.incident.heartbeat.HeartbeatConsumer;
import dev.belfry.incident.heartbeat.HeartbeatPages;
import dev.belfry.incident.heartbeat.HeartbeatRoutes;
import dev.belfry.incident.heartbeat.HeartbeatStore;
import dev.belfry.incident.heartbeat.TickQueries;
import dev.belfry.incident.lifecycle.CommandConsumer;
import dev.belfry.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.lifecycle.IncidentStore;
import dev.belfry.incident.lifecycle.SnoozeTimer;
import dev.belfry.incident.parking.ParkingConsumer;
import dev.belfry.incident.response.IncidentPages;
import dev.belfry.incident.response.IncidentRoutes;
import dev.belfry.incident.response.ResponseCommands;
import dev.belfry.incident.silence.SilenceCommands;
import dev.belfry.incident.silence.SilencePages;
import dev.belfry.incident.silence.SilenceRoutes;
import dev.belfry.incident.silence.SilenceStore;
import dev.belfry.incident.silence.SilenceTimer;
import dev.belfry.incident.timeline.DeliveryConsumer;
import dev.belfry.incident.timeline.TimelineStore;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Live;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import io.micrometer.core.instrument.Gauge;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Wires the incident service. */
public final class IncidentService {
    public static final String MIGRATIONS = "db/incident";
    private static final long COUNT_EVERY_MS = 15_000;
    private static final int MOST_READERS = 2_000;

    private IncidentService() {}

    /** Starts it; blocks until it is ready. */
    public static Host start(Settings settings) {
        var host = Host.open(settings.host(), MIGRATIONS);
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
        var database = host.database();
        var catalog = new CatalogStore(database);
        var incidents = new IncidentStore(database);
        var timeline = new TimelineStore(database);
        var alerts = new AlertStore(database);
        var directory = new Directory();

        var commands = new IncidentCommands(database, incidents, timeline, host.clock(), host.metrics());
        var silences = new SilenceStore(database);
        var intake = new AlertCommands(
                catalog,
                alerts,
                silences,
                new TickQueries(),
                incidents,
                commands,
                timeline,
                host.clock(),
                host.ids(),
                host.metrics());
        var silenceCommands = new SilenceCommands(database, silences, host.clock(), host.ids());
        var catalogCommands = new CatalogCommands(
                database, catalog, host.ids(), routingKeys(new SecureRandom()), directory::hasPolicy);
        var response = new ResponseCommands(database, catalog, commands);

        var heartbeats = new HeartbeatStore(database);
        var heartbeatCommands = new HeartbeatCommands(
                database, catalog, heartbeats, intake, host.clock(), host.ids(), UUID::randomUUID, host.metrics());
        var hearing = new HeartbeatConsumer(heartbeatCommands);
        var changes = new ChangeStore(database);

        host.table(Topics.DIRECTORY.name(), directory::accept);
        host.consume(
                Topics.ALERTS.name(),
                new AlertConsumer(intake)
                        .on(HeartbeatPing.TYPE, hearing)
                        .on(IntakeTick.TYPE, hearing)
                        .on(Change.TYPE, new ChangeConsumer(changes)));
        host.consume(Topics.COMMANDS.name(), new CommandConsumer(incidents, commands, timeline));
        host.consume(Topics.DELIVERIES.name(), new DeliveryConsumer(timeline, directory));
        host.consume(Topics.PARKING.name(), new ParkingConsumer(intake, host.clock()));
        host.timer(IncidentCommands.SNOOZE_END, new SnoozeTimer(commands));
        host.timer(AlertCommands.EXPIRY, new ExpiryTimer(intake));
        host.timer(SilenceCommands.END, new SilenceTimer(silenceCommands));
        host.timer(SilenceCommands.LOOK, new ReleaseTimer(intake));

        var live = live(host);
        var console = new Console(host, "dev.belfry.incident.pages");
        new IncidentPages(
                        incidents,
                        commands,
                        response,
                        alerts,
                        timeline,
                        changes,
                        catalog,
                        silences,
                        settings.ingestUrl(),
                        host.ids())
                .on(console, host.router(), live);
        new HeartbeatPages(heartbeats, heartbeatCommands, catalog, settings.ingestUrl(), host.ids()).on(console);
        new CatalogPages(catalog, catalogCommands, directory, settings.ingestUrl(), host.ids()).on(console);

        new SilencePages(silences, silenceCommands, catalog, host.clock(), host.ids()).on(console);

        new AlertmanagerRoutes(catalog, alerts, silences, silenceCommands, host.clock(), host.ids()).on(host.router());

        var api = Api.load(host, "openapi/incident.yaml");
        new CatalogRoutes(catalog, catalogCommands).on(api);
        new AlertRoutes(alerts).on(api);
        new HeartbeatRoutes(heartbeats, heartbeatCommands, settings.ingestUrl(), host.clock()).on(api);
        new ChangeRoutes(changes).on(api);
        new IncidentRoutes(incidents, commands, response, alerts, timeline).on(api);
        new SilenceRoutes(silences, silenceCommands, catalog, host.clock()).on(api);
        api.mount();

        countOpen(host, incidents);
    }

    /** Every replica hears of every change and tells the pages that are open. */
    private static Live live(Host host) {
        var live = new Live(
                host.vertx(),
                host.metrics(),
                "incidents",
                MOST_READERS,
                host.clock().millis());
        host.tail(Topics.INCIDENTS.name(), event -> tell(live, event));
        host.onStop(live::close);
        return live;
    }

    private static void tell(Live live, Event event) {
        if (!event.deleted() && event.type().equals(IncidentEvent.TYPE)) {
            var number = Long.toString(event.as(IncidentEvent.class).incident().number());
            live.send("changed", number);
            live.send("incident-" + number, number);
        }
    }

    private static void countOpen(Host host, IncidentStore incidents) {
        var open = new AtomicLong();
        Gauge.builder("belfry.incidents.open", open, AtomicLong::get).register(host.metrics());
        host.vertx()
                .setPeriodic(0, COUNT_EVERY_MS, tick -> incidents.countOpen().onSuccess(open::set));
    }

    private static Supplier<String> routingKeys(SecureRandom random) {
        return () -> {
            var bytes = new byte[RoutingKey.RANDOM_BYTES];
            random.nextBytes(bytes);
            return RoutingKey.of(bytes);
        };
    }
}
