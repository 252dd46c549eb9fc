package dev.belfry.incident.incident.seal;

import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.signal.alert.AlertCommands;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Wires the checks of timelines. */
public record SealService(SealRoutes routes) {
    private static final Duration LOOKED = Duration.ofSeconds(5);

    public static SealService wire(Host host, IncidentStore incidents, AlertCommands alerts) {
        var store = new SealStore(host.database());
        var sweep = new SealSweep(host.database(), store, alerts, host.clock(), host.ids());
        var broken = new AtomicLong();
        Gauge.builder("belfry.timelines.broken", broken, AtomicLong::get).register(host.metrics());
        host.sweep(
                "timelines",
                LOOKED,
                () -> sweep.look().compose(looked -> store.check()).onSuccess(check -> broken.set(check.broken())));
        return new SealService(new SealRoutes(store, incidents, sweep::begin));
    }

    public void on(Api api) {
        routes.on(api);
    }

    public void on(Console console) {
        routes.on(console);
    }
}
