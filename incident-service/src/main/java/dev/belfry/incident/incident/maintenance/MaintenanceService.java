package dev.belfry.incident.incident.maintenance;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.signal.maintenance.MaintenanceCommands;
import dev.belfry.incident.signal.maintenance.MaintenancePages;
import dev.belfry.incident.signal.maintenance.MaintenanceQueries;
import dev.belfry.incident.signal.maintenance.MaintenanceRoutes;
import dev.belfry.incident.signal.maintenance.MaintenanceStore;
import dev.belfry.incident.signal.maintenance.MaintenanceTimer;
import dev.belfry.incident.signal.maintenance.Preview;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Wires maintenance windows. */
public final class MaintenanceService {
    private final MaintenanceStore store;
    private final MaintenanceRoutes routes;
    private final MaintenancePages pages;

    private MaintenanceService(MaintenanceStore store, MaintenanceRoutes routes, MaintenancePages pages) {
        this.store = store;
        this.routes = routes;
        this.pages = pages;
    }

    public static MaintenanceService wire(Host host, CatalogStore catalog, IncidentStore incidents) {
        var store = new MaintenanceStore(host.database());
        var commands = new MaintenanceCommands(host.database(), store, host.clock(), host.ids());
        var queries = new MaintenanceQueries(host.database(), wanted -> open(incidents, wanted));
        host.timer(MaintenanceCommands.END, new MaintenanceTimer(commands));
        return new MaintenanceService(
                store,
                new MaintenanceRoutes(store, queries, commands, host.clock()),
                new MaintenancePages(store, queries, commands, catalog, host.clock(), host.ids()));
    }

    private static Future<List<Preview.Open>> open(IncidentStore incidents, Set<UUID> wanted) {
        var found = wanted.stream().map(incidents::find).toList();
        return Future.all(found)
                .map(all -> found.stream()
                        .map(Future::result)
                        .flatMap(Optional::stream)
                        .map(Held::incident)
                        .filter(incident -> incident.open())
                        .map(incident -> new Preview.Open(
                                incident.id(),
                                incident.number(),
                                incident.title(),
                                incident.severity().name().toLowerCase(Locale.ROOT)))
                        .toList());
    }

    public MaintenanceStore store() {
        return store;
    }

    public void on(Api api) {
        routes.on(api);
    }

    public void on(Console console) {
        pages.on(console);
    }
}
