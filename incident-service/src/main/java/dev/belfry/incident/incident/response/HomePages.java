package dev.belfry.incident.incident.response;

import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.IncidentListStore;
import dev.belfry.incident.signal.maintenance.MaintenanceStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.database.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The home page: what needs its reader now, and how everything stands. */
public final class HomePages {
    private final IncidentListStore incidents;
    private final HomeStore store;
    private final MaintenanceStore maintenance;
    private final Directory directory;
    private final MeterRegistry metrics;

    public HomePages(MaintenanceStore maintenance, Database database, Directory directory, MeterRegistry metrics) {
        this.maintenance = maintenance;
        this.incidents = new IncidentListStore(database);
        this.store = new HomeStore(database);
        this.directory = directory;
        this.metrics = metrics;
    }

    public void on(Console console, Router router) {
        router.get("/")
                .handler(context -> context.response()
                        .setStatusCode(303)
                        .putHeader("Location", "/home")
                        .end());
        console.get("/home", Role.VIEWER, this::home);
    }

    private Future<Page> home(PageCall call) {
        var me = call.principal().userId();
        var policies = directory.policiesOf(call.principal().teams().keySet());
        var needs =
                me == null ? Future.succeededFuture(List.<Held>of()) : incidents.needing(me, policies, Home.MOST + 1);
        var open = store.open();
        var last = me == null ? Future.succeededFuture(Optional.<Home.Last>empty()) : store.lastOf(me);
        var hours = store.hours(Volume.begins(call.view().now()));
        var troubles = store.troubles();
        var windows = maintenance.active((UUID) null);
        return Future.all(needs, open, last, hours, troubles, windows).map(all -> {
            var found = needs.result();
            var home = new Home(
                    found.stream()
                            .limit(Home.MOST)
                            .map(held -> IncidentView.of(held, null))
                            .toList(),
                    found.size() > Home.MOST,
                    open.result(),
                    last.result().orElse(null),
                    new Volume(hours.result()),
                    new OwnHealth(
                            worst("belfry.consumer.lag.seconds"),
                            worst("belfry.outbox.age.seconds"),
                            troubles.result()));
            return new Page(
                    "Home",
                    "home",
                    "home.jte",
                    Map.of("home", home, "toSetUp", toSetUp(me), "windows", windows.result()));
        });
    }

    /** Whether the way to the first page has steps left that can be seen without asking anybody. */
    private boolean toSetUp(@Nullable UUID me) {
        return directory.policies().isEmpty() || Setup.Reach.of(directory.contactsOf(me)) != Setup.Reach.VERIFIED;
    }

    /** Of all topics. */
    private double worst(String gauge) {
        return metrics.find(gauge).gauges().stream()
                .mapToDouble(Gauge::value)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
    }
}
