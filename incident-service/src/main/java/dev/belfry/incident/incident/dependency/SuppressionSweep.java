package dev.belfry.incident.incident.dependency;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.timeline.Entry;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Has incidents page that wait for a service that is no longer down. It looks at how things stand and not at what
 * happened: a severity that was lowered, a dependency that was taken away and a crash need nothing of their own.
 */
public final class SuppressionSweep {
    public static final Duration EVERY = Duration.ofSeconds(5);

    private final Database database;
    private final DependencyStore store;
    private final IncidentStore incidents;
    private final IncidentCommands commands;
    private final TimelineStore timeline;
    private final InstantSource clock;

    public SuppressionSweep(
            Database database,
            DependencyStore store,
            IncidentStore incidents,
            IncidentCommands commands,
            TimelineStore timeline,
            InstantSource clock) {
        this.database = database;
        this.store = store;
        this.incidents = incidents;
        this.commands = commands;
        this.timeline = timeline;
        this.clock = clock;
    }

    public Future<Void> look() {
        return store.waiting().compose(waiting -> {
            Future<Void> done = Future.succeededFuture();
            for (var one : waiting) {
                done = done.compose(before -> database.transact(tx -> see(tx, one)));
            }
            return done;
        });
    }

    private Future<Void> see(Tx tx, DependencyStore.Waiting one) {
        return incidents.lock(tx, List.of(one.incident())).compose(found -> {
            var incident = found.isEmpty() ? null : found.getFirst().incident();
            if (incident == null
                    || incident.status() != IncidentStatus.SNOOZED
                    || !one.until().equals(incident.snoozedUntil())) {
                return store.forget(tx, one.incident());
            }
            return store.down(tx, List.of(one.service())).compose(down -> {
                if (one.quiet() && down.containsKey(one.service())) {
                    return Future.succeededFuture();
                }
                var wake = new Command.Unsnooze(incident.cycle(), one.until());
                var line = new Entry(
                        incident.id(),
                        0,
                        clock.instant(),
                        "dependency_up",
                        Actor.SYSTEM,
                        "No service that " + incident.serviceName() + " needs is down any more, and this still fires",
                        Map.of());
                return timeline.add(tx, List.of(line))
                        .compose(told -> commands.act(tx, incident.id(), List.of(wake), Actor.SYSTEM, null))
                        .compose(woken -> store.forget(tx, incident.id()));
            });
        });
    }
}
