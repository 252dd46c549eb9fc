package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.timeline.Deed;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Lets people do something about an incident that leaves its own state as it is: lock it, decide, tell its timeline. */
public final class DeedCommands {
    private final Database database;
    private final IncidentStore incidents;
    private final TimelineStore timeline;
    private final InstantSource clock;
    private final Ids ids;

    public DeedCommands(
            Database database, IncidentStore incidents, TimelineStore timeline, InstantSource clock, Ids ids) {
        this.database = database;
        this.incidents = incidents;
        this.timeline = timeline;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What is done with an incident while it is locked.
     *
     * @param <T> what is there of it already: its roles, its tasks, its links
     */
    public interface Step<T> {
        Future<Outcome> take(Tx tx, Incident incident, T there);
    }

    /** @param read what is there already, read under the lock */
    public <T> Future<Outcome> step(UUID incident, Function<Tx, Future<T>> read, Step<T> step) {
        return database.transact(tx -> incidents
                .lock(tx, List.of(incident))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Outcome.Missing())
                        : read.apply(tx)
                                .compose(there -> step.take(tx, found.getFirst().incident(), there))));
    }

    /** Adds what was done to the timeline, and tells others of it once the transaction has committed. */
    public Future<Void> tell(Tx tx, Incident incident, String kind, Actor by, String text, Map<String, String> data) {
        return timeline.add(
                tx, new Deed(ids.next(), incident.id(), incident.number(), kind, clock.instant(), by, text, data));
    }
}
