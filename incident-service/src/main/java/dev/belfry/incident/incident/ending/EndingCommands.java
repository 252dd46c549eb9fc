package dev.belfry.incident.incident.ending;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.timeline.Entry;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Ends incidents by themselves; what happened since they were found counts, since they are looked at again under their lock. */
final class EndingCommands {
    private final Database database;
    private final IncidentStore incidents;
    private final IncidentCommands commands;
    private final EndingStore store;
    private final TimelineStore timeline;
    private final InstantSource clock;

    EndingCommands(
            Database database,
            IncidentStore incidents,
            IncidentCommands commands,
            EndingStore store,
            TimelineStore timeline,
            InstantSource clock) {
        this.database = database;
        this.incidents = incidents;
        this.commands = commands;
        this.store = store;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** The last of its alerts has resolved, and none has fired since; or it was a test. */
    Future<Void> over(UUID incident) {
        return database.transact(tx -> incidents.lock(tx, List.of(incident)).compose(found -> {
            var at = found.isEmpty() ? null : found.getFirst().resolvesAt();
            return at == null || at.isAfter(clock.instant())
                    ? Future.succeededFuture()
                    : commands.act(tx, incident, List.of(end(found.getFirst())), Actor.SYSTEM, null)
                            .mapEmpty();
        }));
    }

    private static Command end(Held held) {
        if (held.incident().isTest()) {
            return new Command.EndTest();
        }
        return held.flapsUntil() == null ? new Command.AllAlertsResolved() : new Command.Calmed();
    }

    /** It has flapped, and what fires now has not changed for long enough. */
    Future<Void> quiet(UUID incident) {
        return database.transact(tx -> incidents.lock(tx, List.of(incident)).compose(found -> {
            var now = clock.instant();
            if (found.isEmpty()
                    || found.getFirst().flapsUntil() == null
                    || found.getFirst().flaps(now)) {
                return Future.succeededFuture();
            }
            var line = new Entry(
                    incident,
                    0,
                    now,
                    "flapping_over",
                    Actor.SYSTEM,
                    "It flaps no more: what fires has not changed for long enough",
                    Map.of());
            return incidents
                    .save(tx, List.of(found.getFirst().flapping(null)))
                    .compose(saved -> timeline.addLocked(tx, List.of(line)));
        }));
    }

    Future<Void> forgotten(UUID incident) {
        return database.transact(tx -> incidents
                .lock(tx, List.of(incident))
                .compose(held -> store.stillForgotten(tx, clock.instant(), incident))
                .compose(still -> still.isEmpty()
                        ? Future.succeededFuture()
                        : commands.act(
                                        tx,
                                        incident,
                                        List.of(new Command.Forget(still.get().since())),
                                        Actor.SYSTEM,
                                        null)
                                .mapEmpty()));
    }
}
