package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.incident.timeline.Entry;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes incidents: lock, decide, save, and tell others in the same transaction. */
public final class IncidentCommands {
    public static final String SNOOZE_END = "snooze-end";
    public static final String URGENT = "incident-urgent";

    private final Database database;
    private final IncidentStore store;
    private final TimelineStore timeline;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    public IncidentCommands(
            Database database,
            IncidentStore store,
            TimelineStore timeline,
            InstantSource clock,
            MeterRegistry metrics) {
        this.database = database;
        this.store = store;
        this.timeline = timeline;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Asks one thing of an incident in a transaction of its own. */
    public Future<Answer> act(UUID incidentId, Command command, Actor by) {
        return act(incidentId, List.of(command), by, null);
    }

    /**
     * Asks several things in one transaction: all are done, or none.
     *
     * @param seen the version the one who asks has seen; null when it does not matter
     */
    public Future<Answer> act(UUID incidentId, List<Command> commands, Actor by, @Nullable Long seen) {
        return database.transact(tx -> act(tx, incidentId, commands, by, seen));
    }

    /** Asks in a transaction that is under way, which holds no incident yet when this one may be opened again. */
    public Future<Answer> act(Tx tx, UUID incidentId, List<Command> commands, Actor by, @Nullable Long seen) {
        var first = reopens(commands) ? store.lockService(tx, incidentId) : Future.<Void>succeededFuture();
        return first.compose(locked -> store.lock(tx, List.of(incidentId))).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Answer.Missing());
            }
            var held = found.getFirst();
            if (seen != null && seen != held.incident().version()) {
                return Future.succeededFuture(new Answer.Stale());
            }
            return !held.incident().open() && reopens(commands)
                    ? reopen(tx, held, commands, by)
                    : decide(tx, held, commands, by);
        });
    }

    /** Opens an incident that a person reports; no alert ever joins it. */
    public Future<Held> open(
            Tx tx,
            UUID id,
            UUID serviceId,
            String serviceName,
            @Nullable UUID policyId,
            String title,
            IncidentSeverity severity,
            Declaration meant,
            Actor by) {
        return store.numbers(tx, 1).compose(numbers -> {
            var now = clock.instant();
            var opened = Lifecycle.open(
                    id,
                    numbers.getFirst(),
                    serviceId,
                    serviceName,
                    policyId,
                    "manual:" + id,
                    title,
                    severity,
                    0,
                    by,
                    meant instanceof Declaration.Afterwards over ? over.began() : now);
            var moved = Lifecycle.declared(opened, meant, by, now);
            var test = meant instanceof Declaration.Test;
            var held = new Held(moved.after(), 0).resolving(test ? now.plus(Declaration.LONGEST_TEST) : null);
            return save(tx, List.of(held), List.of(moved)).map(held);
        });
    }

    /** Writes what was decided: rows, timeline, events and timers. */
    public Future<Void> save(Tx tx, List<Held> incidents, List<Decision.Moved> moves) {
        for (var moved : moves) {
            var after = moved.after();
            tx.emit(new Message(
                    Ids.derived("incident-event", after.id(), after.version()),
                    Topics.INCIDENTS.name(),
                    after.id().toString(),
                    IncidentEvent.TYPE,
                    after.id().toString(),
                    moved.event()));
            var until = after.snoozedUntil();
            if ((moved.happened() == Happened.SNOOZED || moved.happened() == Happened.TRIGGERED) && until != null) {
                // Timers of earlier snoozes stay: they name another end, and end nothing.
                tx.arm(new TimerOrder(
                        Ids.derived(SNOOZE_END, after.id(), after.version()),
                        SNOOZE_END,
                        after.id(),
                        after.cycle(),
                        (int) until.getEpochSecond(),
                        0,
                        Duration.between(moved.at(), until)));
            }
            var said = after.said();
            if (moved.happened() == Happened.TRIGGERED && said != null && said.raisedAt() != null) {
                tx.arm(new TimerOrder(
                        Ids.derived(URGENT, after.id(), after.version()),
                        URGENT,
                        after.id(),
                        0,
                        (int) said.raisedAt().getEpochSecond(),
                        0,
                        Duration.between(moved.at(), said.raisedAt())));
            }
            metrics.counter("belfry.incident.changes", "happened", word(moved.happened()))
                    .increment();
        }
        var written = store.save(tx, incidents);
        var told = timeline.addLocked(tx, entries(moves));
        return Future.all(written, told).mapEmpty();
    }

    private static List<Entry> entries(List<Decision.Moved> moves) {
        return moves.stream()
                .filter(moved -> !moved.told().isEmpty())
                .map(moved -> new Entry(
                        moved.after().id(),
                        moved.after().version(),
                        moved.at(),
                        word(moved.happened()),
                        moved.by(),
                        moved.told(),
                        Map.of("cycle", Integer.toString(moved.after().cycle()))))
                .toList();
    }

    private static boolean reopens(List<Command> commands) {
        return commands.stream()
                .anyMatch(command -> command instanceof Command.Reopen || command instanceof Command.TakeBackResolve);
    }

    /** A group has one open incident: an older one of it stays resolved. */
    private Future<Answer> reopen(Tx tx, Held held, List<Command> commands, Actor by) {
        var incident = held.incident();
        return store.openOfGroup(tx, incident.serviceId(), incident.groupKey())
                .compose(open -> open.isPresent()
                        ? Future.succeededFuture(new Answer.Decided(
                                new Decision.Refused(
                                        incident, "Incident #" + open.get() + " about the same cause is already open"),
                                held))
                        : decide(tx, held, commands, by));
    }

    private Future<Answer> decide(Tx tx, Held before, List<Command> commands, Actor by) {
        var at = clock.instant();
        var held = before;
        var moves = new ArrayList<Decision.Moved>();
        Decision last = new Decision.Unchanged(before.incident(), "Nothing was asked");
        for (var command : commands) {
            last = Lifecycle.decide(held.incident(), command, by, at);
            if (last instanceof Decision.Moved moved) {
                moves.add(moved);
                held = held.with(moved.after());
            } else if (last instanceof Decision.Refused) {
                return Future.succeededFuture(new Answer.Decided(last, before));
            }
        }
        Answer answer = new Answer.Decided(moves.isEmpty() ? last : moves.getLast(), held);
        if (moves.isEmpty()) {
            return Future.succeededFuture(answer);
        }
        var resolvedAt = before.incident().resolvedAt();
        if (resolvedAt != null && commands.stream().anyMatch(Command.TakeBackResolve.class::isInstance)) {
            return takenBack(tx, held, resolvedAt, moves, at);
        }
        var closed = held.incident().open() || before.openAlerts() == 0
                ? Future.<Void>succeededFuture()
                : store.closeAlerts(tx, held.incident().id(), at);
        return Future.all(closed, save(tx, List.of(held), moves)).map(answer);
    }

    /** The alerts fire again that the resolve has closed. */
    private Future<Answer> takenBack(Tx tx, Held held, Instant resolvedAt, List<Decision.Moved> moves, Instant at) {
        return store.reopenAlerts(tx, held.incident().id(), resolvedAt, at).compose(firing -> {
            var after = held.firing(firing);
            return save(tx, List.of(after), moves).map(new Answer.Decided(moves.getLast(), after));
        });
    }

    private static String word(Happened happened) {
        return happened.name().toLowerCase(Locale.ROOT);
    }
}
