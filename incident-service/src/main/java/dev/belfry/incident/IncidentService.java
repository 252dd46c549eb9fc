package dev.belfry.incident;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.contracts.change.Change;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.heartbeat.IntakeTick;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.ResponseFact;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.integration.IntegrationPages;
import dev.belfry.incident.catalog.integration.NewIntegrationPages;
import dev.belfry.incident.catalog.recent.RequestRoutes;
import dev.belfry.incident.catalog.recent.RequestStore;
import dev.belfry.incident.catalog.service.CatalogCommands;
import dev.belfry.incident.catalog.service.CatalogRoutes;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.IngestClient;
import dev.belfry.incident.catalog.service.IntegrationCommands;
import dev.belfry.incident.catalog.service.IntegrationRoutes;
import dev.belfry.incident.catalog.service.RoutingKey;
import dev.belfry.incident.catalog.service.TeamQueries;
import dev.belfry.incident.compat.alertmanager.AlertmanagerRoutes;
import dev.belfry.incident.compat.opsgenie.OpsgenieCommands;
import dev.belfry.incident.compat.opsgenie.OpsgenieConsumer;
import dev.belfry.incident.compat.opsgenie.OpsgenieRoutes;
import dev.belfry.incident.compat.opsgenie.OpsgenieStore;
import dev.belfry.incident.compat.opsgenie.RefusalConsumer;
import dev.belfry.incident.compat.opsgenie.SavedSearchStore;
import dev.belfry.incident.compat.opsgenie.SearchStore;
import dev.belfry.incident.incident.dependency.DependencyStore;
import dev.belfry.incident.incident.dependency.SuppressionSweep;
import dev.belfry.incident.incident.draft.DraftClient;
import dev.belfry.incident.incident.draft.DraftQueries;
import dev.belfry.incident.incident.ending.EndingSweep;
import dev.belfry.incident.incident.explain.ExplainQueries;
import dev.belfry.incident.incident.explain.ExplainRoutes;
import dev.belfry.incident.incident.explain.WhyPages;
import dev.belfry.incident.incident.intake.ExpiryTimer;
import dev.belfry.incident.incident.intake.IntakeCommands;
import dev.belfry.incident.incident.intake.ReleaseTimer;
import dev.belfry.incident.incident.lifecycle.CommandConsumer;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentListStore;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.MergeCommands;
import dev.belfry.incident.incident.lifecycle.SnoozeTimer;
import dev.belfry.incident.incident.lifecycle.UrgentTimer;
import dev.belfry.incident.incident.maintenance.MaintenanceService;
import dev.belfry.incident.incident.overview.ServicePages;
import dev.belfry.incident.incident.parking.ParkingConsumer;
import dev.belfry.incident.incident.replay.ReplayPages;
import dev.belfry.incident.incident.replay.ReplayQueries;
import dev.belfry.incident.incident.replay.ReplayRoutes;
import dev.belfry.incident.incident.replay.ReplayStore;
import dev.belfry.incident.incident.response.CrewService;
import dev.belfry.incident.incident.response.HomePages;
import dev.belfry.incident.incident.response.IncidentListPages;
import dev.belfry.incident.incident.response.IncidentListRoutes;
import dev.belfry.incident.incident.response.IncidentPages;
import dev.belfry.incident.incident.response.IncidentRoutes;
import dev.belfry.incident.incident.response.MergePages;
import dev.belfry.incident.incident.response.ResponseCommands;
import dev.belfry.incident.incident.response.SavedViewRoutes;
import dev.belfry.incident.incident.response.SearchPages;
import dev.belfry.incident.incident.response.SetupPages;
import dev.belfry.incident.incident.seal.SealService;
import dev.belfry.incident.incident.search.SavedViewStore;
import dev.belfry.incident.incident.search.WordStore;
import dev.belfry.incident.incident.storm.StormStore;
import dev.belfry.incident.incident.storm.StormSweep;
import dev.belfry.incident.incident.timeline.DeliveryConsumer;
import dev.belfry.incident.incident.timeline.EscalationConsumer;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.incident.incident.update.AnswerConsumer;
import dev.belfry.incident.insight.InsightService;
import dev.belfry.incident.learning.LearningService;
import dev.belfry.incident.signal.alert.AlertConsumer;
import dev.belfry.incident.signal.alert.AlertRoutes;
import dev.belfry.incident.signal.alert.AlertStore;
import dev.belfry.incident.signal.alert.OpenAlertStore;
import dev.belfry.incident.signal.change.ChangeConsumer;
import dev.belfry.incident.signal.change.ChangeRoutes;
import dev.belfry.incident.signal.change.ChangeStore;
import dev.belfry.incident.signal.heartbeat.HeartbeatCommands;
import dev.belfry.incident.signal.heartbeat.HeartbeatConsumer;
import dev.belfry.incident.signal.heartbeat.HeartbeatPages;
import dev.belfry.incident.signal.heartbeat.HeartbeatRoutes;
import dev.belfry.incident.signal.heartbeat.HeartbeatStore;
import dev.belfry.incident.signal.heartbeat.TickStore;
import dev.belfry.incident.signal.rule.RuleCommands;
import dev.belfry.incident.signal.rule.RulePages;
import dev.belfry.incident.signal.rule.RuleRoutes;
import dev.belfry.incident.signal.rule.RuleStore;
import dev.belfry.incident.signal.silence.SilenceCommands;
import dev.belfry.incident.signal.silence.SilencePages;
import dev.belfry.incident.signal.silence.SilenceQueries;
import dev.belfry.incident.signal.silence.SilenceRoutes;
import dev.belfry.incident.signal.silence.SilenceStore;
import dev.belfry.incident.signal.silence.SilenceTimer;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Live;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Wires the incident service. */
public final class IncidentService {
    public static final String MIGRATIONS = "db/incident";
    private static final Duration COUNTED = Duration.ofSeconds(15);
    private static final long LOOK_EVERY_MS = 1_000;
    private static final int MOST_READERS = 2_000;
    private static final Duration ENDED = Duration.ofSeconds(5);
    /** Longer than the topics keep a record. */
    private static final Duration REMEMBERED = Duration.ofDays(8);

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

    /** What more than one of the doors below needs. */
    private record Parts(
            CatalogStore catalog,
            IncidentStore incidents,
            TimelineStore timeline,
            AlertStore alerts,
            SilenceStore silences,
            MaintenanceService maintenance,
            RuleStore rules,
            HeartbeatStore heartbeats,
            ChangeStore changes,
            OpsgenieStore requests,
            Directory directory,
            IncidentCommands commands,
            MergeCommands merges,
            IntakeCommands intake,
            SilenceCommands silenceCommands,
            RuleCommands ruleCommands,
            HeartbeatCommands heartbeatCommands,
            CatalogCommands catalogCommands,
            IntegrationCommands integrations,
            RequestStore recent,
            ResponseCommands response,
            CrewService crew,
            LearningService learning,
            InsightService insight,
            SealService seals) {}

    private static void wire(Host host, Settings settings) {
        var parts = parts(host, settings);
        listen(host, settings, parts);
        console(host, settings, parts);
        serve(host, settings, parts);
        countOpen(host, new IncidentListStore(host.database()));
    }

    private static Parts parts(Host host, Settings settings) {
        var ingest = new IngestClient(host.vertx(), settings.ingestInternalUrl());
        host.onStop(ingest::close);
        var database = host.database();
        var clock = host.clock();
        var ids = host.ids();
        var catalog = new CatalogStore(database);
        var incidents = new IncidentStore(database);
        var timeline = new TimelineStore(database);
        var alerts = new AlertStore(database);
        var silences = new SilenceStore(database);
        var maintenance = MaintenanceService.wire(host, catalog, incidents);
        var rules = new RuleStore(database);
        var heartbeats = new HeartbeatStore(database);
        var directory = new Directory();
        var commands = new IncidentCommands(database, incidents, timeline, clock, host.metrics());
        var model = new DraftClient(host.vertx(), settings.drafting());
        host.onStop(model::close);
        var drafts = new DraftQueries(timeline, model);
        var crew = CrewService.wire(host, incidents, commands, timeline, catalog, directory, drafts);
        var dependencies = new DependencyStore(database);
        var suppression = new SuppressionSweep(database, dependencies, incidents, commands, timeline, clock);
        host.sweep("suppressed-incidents", SuppressionSweep.EVERY, suppression::look);
        var storms = new StormStore(database);
        host.sweep("storms", StormSweep.EVERY, new StormSweep(database, catalog, storms, timeline, clock)::look);
        var ticks = new TickStore();
        var intake = new IntakeCommands(
                catalog,
                alerts,
                silences,
                maintenance.store(),
                dependencies,
                storms,
                rules,
                ticks,
                incidents,
                commands,
                timeline,
                clock,
                ids,
                host.metrics());
        return new Parts(
                catalog,
                incidents,
                timeline,
                alerts,
                silences,
                maintenance,
                rules,
                heartbeats,
                new ChangeStore(database),
                new OpsgenieStore(database),
                directory,
                commands,
                new MergeCommands(database, incidents, commands, clock),
                intake,
                new SilenceCommands(database, silences, clock, ids),
                new RuleCommands(database, rules, catalog, clock, ids),
                new HeartbeatCommands(
                        database, catalog, heartbeats, intake, clock, ids, UUID::randomUUID, host.metrics()),
                new CatalogCommands(
                        database,
                        catalog,
                        policy -> has(host, directory::hasPolicy, policy),
                        team -> has(host, id -> directory.teamName(id) != null, team)),
                new IntegrationCommands(database, catalog, ids, routingKeys(new SecureRandom()), ingest),
                new RequestStore(database),
                new ResponseCommands(database, catalog, commands),
                crew,
                LearningService.wire(host, incidents, crew.roles(), timeline, directory, drafts),
                InsightService.wire(host, catalog, incidents, directory),
                SealService.wire(host, incidents, intake));
    }

    /** A policy or team that was made a moment ago is on its way here. */
    private static Future<Boolean> has(Host host, Predicate<UUID> known, UUID id) {
        return known.test(id)
                ? Future.succeededFuture(true)
                : host.secondLook()
                        .again("directory " + id, () -> known.test(id) ? id : null)
                        .map(Optional::isPresent);
    }

    private static void listen(Host host, Settings settings, Parts parts) {
        var opsgenie = new OpsgenieConsumer(
                new OpsgenieCommands(
                        parts.intake(),
                        parts.commands(),
                        parts.incidents(),
                        parts.timeline(),
                        parts.catalog(),
                        parts.requests(),
                        parts.directory(),
                        host.clock()),
                parts.recent());
        var hearing = new HeartbeatConsumer(parts.heartbeatCommands(), parts.recent());
        host.table(Topics.DIRECTORY.name(), parts.directory()::accept);
        host.consume(
                Topics.ALERTS.name(),
                new AlertConsumer()
                        .on(AlertBatch.TYPE, opsgenie)
                        .on(AlertCommand.TYPE, opsgenie)
                        .on(HeartbeatPing.TYPE, hearing)
                        .on(IntakeTick.TYPE, hearing)
                        .on(Change.TYPE, new ChangeConsumer(parts.changes(), parts.recent())));
        host.consume(
                Topics.COMMANDS.name(), new CommandConsumer(parts.incidents(), parts.commands(), parts.timeline()));
        host.consume(
                Topics.ESCALATIONS.name(),
                new RefusalConsumer(new EscalationConsumer(parts.timeline()), parts.requests()));
        host.consume(
                Topics.DELIVERIES.name(),
                new AnswerConsumer(
                        new DeliveryConsumer(parts.timeline(), parts.directory()),
                        parts.crew().posts()));
        host.consume(Topics.PARKING.name(), new ParkingConsumer(parts.intake(), host.clock()));
        host.republish(
                Topics.INTEGRATIONS,
                tx -> parts.integrations()
                        .publish(tx)
                        .compose(done -> parts.heartbeatCommands().publish(tx)));
        retain(host, settings);
        host.sweep(
                "endings",
                ENDED,
                new EndingSweep(host.database(), parts.incidents(), parts.commands(), parts.timeline(), host.clock())
                        ::look);
        host.timer(IncidentCommands.SNOOZE_END, new SnoozeTimer(parts.commands()));
        host.timer(IncidentCommands.URGENT, new UrgentTimer(parts.commands()));
        host.timer(IntakeCommands.EXPIRY, new ExpiryTimer(parts.intake()));
        host.timer(SilenceCommands.END, new SilenceTimer(parts.silenceCommands()));
        host.timer(SilenceCommands.LOOK, new ReleaseTimer(parts.intake()));
    }

    private static void retain(Host host, Settings settings) {
        host.retain("applied-requests", REMEMBERED, AlertStore.FORGET_APPLIED);
        host.retain("commands", REMEMBERED, IncidentStore.FORGET_COMMANDS);
        host.retain("bodies", settings.keepBodies(), AlertStore.FORGET_BODIES);
        var keep = settings.keepIncidents();
        if (keep != null) {
            host.retain("alerts", keep, AlertStore.FORGET_ALERTS);
            host.retain("incidents", keep, IncidentStore.FORGET_INCIDENTS);
        }
    }

    private static void console(Host host, Settings settings, Parts parts) {
        var ingest = settings.ingestUrl();
        var catalog = parts.catalog();
        var console = new Console(host, "dev.belfry.incident.pages");
        new MergePages(
                        parts.incidents(),
                        new IncidentListStore(host.database()),
                        parts.commands(),
                        parts.merges(),
                        parts.alerts(),
                        parts.directory(),
                        host.ids())
                .on(console);
        new IncidentPages(
                        parts.incidents(),
                        parts.commands(),
                        parts.response(),
                        parts.alerts(),
                        parts.timeline(),
                        parts.changes(),
                        catalog,
                        parts.silences(),
                        new DependencyStore(host.database()),
                        parts.crew(),
                        parts.directory(),
                        host.clock(),
                        host.ids())
                .on(console, host.router(), live(host));
        parts.crew().on(console, host, parts.directory());
        var rulePages = new RulePages(parts.rules(), parts.ruleCommands(), catalog, parts.alerts(), host.ids());
        new ReplayPages(replay(host, parts), parts.ruleCommands(), rulePages, host.ids()).on(console);
        rulePages.on(console);
        new WhyPages(explain(parts), parts.incidents()).on(console);
        parts.learning().on(console);
        parts.insight().on(console);
        new HomePages(parts.maintenance().store(), host.database(), parts.directory(), host.metrics())
                .on(console, host.router());
        new IncidentListPages(
                        parts.incidents(),
                        new IncidentListStore(host.database()),
                        parts.commands(),
                        parts.crew().fields(),
                        parts.crew().fieldCommands(),
                        catalog,
                        new WordStore(host.database()),
                        parts.directory(),
                        parts.insight().texts(),
                        new SavedViewStore(host.database()))
                .on(console);
        views(host).on(console);
        new SetupPages(parts.incidents(), parts.response(), catalog, parts.directory(), host.ids()).on(console);
        new DocsPages().on(console);
        new SearchPages(
                        new IncidentListStore(host.database()),
                        catalog,
                        parts.insight().texts())
                .on(console);
        new HeartbeatPages(parts.heartbeats(), parts.heartbeatCommands(), catalog, ingest, host.ids()).on(console);
        new ServicePages(
                        host.database(),
                        catalog,
                        parts.catalogCommands(),
                        parts.maintenance().store(),
                        parts.directory(),
                        host.ids())
                .on(console);
        new NewIntegrationPages(catalog, parts.integrations(), host.ids()).on(console);
        new IntegrationPages(catalog, parts.integrations(), parts.recent(), ingest).on(console);
        watch(host, console, parts);
        parts.maintenance().on(console);
        parts.seals().on(console);
        new SilencePages(parts.silences(), silences(host), parts.silenceCommands(), catalog, host.clock(), host.ids())
                .on(console);
    }

    private static ExplainQueries explain(Parts parts) {
        return new ExplainQueries(parts.alerts(), parts.incidents(), parts.timeline(), parts.catalog());
    }

    private static ReplayQueries replay(Host host, Parts parts) {
        return new ReplayQueries(new ReplayStore(host.database()), parts.rules(), parts.catalog(), host.clock());
    }

    private static SavedViewRoutes views(Host host) {
        return new SavedViewRoutes(new SavedViewStore(host.database()), host.clock(), host.ids());
    }

    private static SilenceQueries silences(Host host) {
        return new SilenceQueries(new OpenAlertStore(host.database()));
    }

    /** The pages of integrations hear of what came. */
    private static void watch(Host host, Console console, Parts parts) {
        var live = new Live(
                host.vertx(),
                host.metrics(),
                "requests",
                MOST_READERS,
                host.clock().millis());
        var requests = new RequestRoutes(parts.recent(), live);
        requests.on(console, host.router());
        host.vertx().setPeriodic(LOOK_EVERY_MS, tick -> requests.look());
        host.onStop(live::close);
    }

    private static void serve(Host host, Settings settings, Parts parts) {
        var catalog = parts.catalog();
        new AlertmanagerRoutes(
                        catalog, parts.alerts(), parts.silences(), parts.silenceCommands(), host.clock(), host.ids())
                .on(host.router());
        new OpsgenieRoutes(
                        host,
                        catalog,
                        new SearchStore(host.database()),
                        parts.requests(),
                        new SavedSearchStore(host.database()),
                        parts.heartbeats(),
                        parts.heartbeatCommands())
                .mount();

        var api = Api.load(host, "openapi/incident.yaml");
        new CatalogRoutes(catalog, parts.catalogCommands(), host.ids()).on(api);
        new IntegrationRoutes(catalog, parts.integrations()).on(api);
        new AlertRoutes(parts.alerts()).on(api);
        new HeartbeatRoutes(parts.heartbeats(), parts.heartbeatCommands(), settings.ingestUrl(), host.clock()).on(api);
        new ChangeRoutes(parts.changes()).on(api);
        new IncidentListRoutes(
                        new IncidentListStore(host.database()),
                        new WordStore(host.database()),
                        new TeamQueries(catalog, parts.directory()),
                        parts.insight().texts())
                .on(api);
        views(host).on(api);
        new IncidentRoutes(
                        parts.incidents(),
                        parts.commands(),
                        parts.response(),
                        parts.alerts(),
                        parts.timeline(),
                        parts.merges(),
                        parts.crew().fieldCommands(),
                        parts.directory(),
                        host.clock(),
                        policy -> has(host, parts.directory()::hasPolicy, policy)
                                .map(known ->
                                        Optional.ofNullable(parts.directory().policyName(policy))))
                .on(api);
        new SilenceRoutes(parts.silences(), silences(host), parts.silenceCommands(), catalog, host.clock()).on(api);
        parts.maintenance().on(api);
        parts.crew().on(api);
        new RuleRoutes(parts.rules(), parts.ruleCommands()).on(api);
        new ReplayRoutes(replay(host, parts), parts.ruleCommands()).on(api);
        new ExplainRoutes(explain(parts), parts.incidents()).on(api);
        parts.learning().on(api);
        parts.insight().on(api);
        parts.seals().on(api);
        api.mount();
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
        } else if (!event.deleted() && event.type().equals(ResponseFact.TYPE)) {
            var number = Long.toString(event.as(ResponseFact.class).number());
            live.send("incident-" + number, number);
        }
    }

    private static void countOpen(Host host, IncidentListStore incidents) {
        var open = new AtomicLong();
        Gauge.builder("belfry.incidents.open", open, AtomicLong::get).register(host.metrics());
        host.sweep("open-incidents", COUNTED, () -> incidents.countOpen().onSuccess(open::set));
    }

    private static Supplier<String> routingKeys(SecureRandom random) {
        return () -> {
            var bytes = new byte[RoutingKey.RANDOM_BYTES];
            random.nextBytes(bytes);
            return RoutingKey.of(bytes);
        };
    }
}
