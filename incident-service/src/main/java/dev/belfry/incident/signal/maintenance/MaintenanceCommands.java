package dev.belfry.incident.signal.maintenance;

import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.signal.silence.KeptMatchers;
import dev.belfry.incident.signal.silence.Matcher;
import dev.belfry.incident.signal.silence.SilenceCommands;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Plans, changes and ends maintenance windows. Whatever ends one, its time or a hand, the alerts it has held back are
 * looked at again as at the end of a silence: service by service, in transactions of their own, once this is committed.
 */
public final class MaintenanceCommands {
    /** An occurrence of a window reaches its end. */
    public static final String END = "maintenance-end";

    private static final long MOST_UNENDED = 1_000;

    private final Database database;
    private final MaintenanceStore store;
    private final InstantSource clock;
    private final Ids ids;

    public MaintenanceCommands(Database database, MaintenanceStore store, InstantSource clock, Ids ids) {
        this.database = database;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    /** What is wrong with a plan; empty when nothing is. */
    Future<Optional<Outcome>> problem(Plan plan) {
        return database.transact(tx -> problem(tx, plan));
    }

    public Future<Outcome> add(UUID id, Plan plan, String by) {
        return database.transact(tx -> problem(tx, plan).compose(wrong -> {
            if (wrong.isPresent()) {
                return Future.succeededFuture(wrong.get());
            }
            return store.unended(tx)
                    .compose(unended -> unended >= MOST_UNENDED
                            ? Future.succeededFuture(new Outcome.Refused("There are " + unended
                                    + " maintenance windows already that have not ended. Cancel some of them first."))
                            : added(tx, id, plan, by));
        }));
    }

    private Future<Outcome> added(Tx tx, UUID id, Plan plan, String by) {
        var first = plan.timetable().next(clock.instant());
        if (first == null) {
            return Future.succeededFuture(past());
        }
        return store.add(tx, id, plan, first, by)
                .compose(added -> added ? saved(tx, id, plan, first, 1, 1, "created", by) : passed());
    }

    /** @param seen the version the one who asks has seen; null when it does not matter */
    public Future<Outcome> change(UUID id, Plan plan, String by, @Nullable Long seen) {
        return database.transact(tx -> problem(tx, plan)
                .compose(wrong -> store.lock(tx, id).compose(found -> {
                    if (found.isEmpty()) {
                        return Future.succeededFuture(new Outcome.Missing());
                    }
                    var before = found.get();
                    if (seen != null && seen != before.version()) {
                        return Future.succeededFuture(new Outcome.Stale());
                    }
                    if (before.state(clock.instant()) == MaintenanceWindow.State.ENDED) {
                        return Future.succeededFuture(
                                new Outcome.Refused("It is over and stays on record as it was. Plan a new one."));
                    }
                    if (before.state(clock.instant()) == MaintenanceWindow.State.ACTIVE
                            && !sameMatchers(before.plan(), plan)) {
                        return Future.succeededFuture(
                                new Outcome.Refused(
                                        "It has begun, and what it holds back stays what it is. Cancel it and plan a new one."));
                    }
                    return wrong.isPresent() ? Future.succeededFuture(wrong.get()) : changed(tx, before, plan, by);
                })));
    }

    private static boolean sameMatchers(Plan before, Plan after) {
        return KeptMatchers.text(before.matchers()).equals(KeptMatchers.text(after.matchers()));
    }

    private Future<Outcome> changed(Tx tx, MaintenanceWindow before, Plan plan, String by) {
        var next = plan.timetable().next(clock.instant());
        if (next == null) {
            return Future.succeededFuture(past());
        }
        return store.change(tx, before.id(), plan, next).compose(done -> {
            if (!done) {
                return passed();
            }
            // It may be shorter now, or no longer for all it was for.
            return look(tx, before.plan())
                    .compose(looked -> saved(
                            tx, before.id(), plan, next, before.cycle() + 1, before.version() + 1, "changed", by));
        });
    }

    /** Ends it now, with all its occurrences. One that is over already stays as it is. */
    public Future<Outcome> cancel(UUID id, String by) {
        return database.transact(tx -> store.lock(tx, id).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            var window = found.get();
            return store.cancel(tx, id, window.goesOn(clock.instant()))
                    .compose(ended -> ended
                            ? look(tx, window.plan())
                                    .compose(looked ->
                                            remember(tx, id, window.version() + 1, "cancelled", by, window.plan()))
                            : Future.succeededFuture(new Outcome.Done()));
        }));
    }

    private Future<Outcome> saved(
            Tx tx, UUID id, Plan plan, Occurrence next, int cycle, long version, String what, String by) {
        tx.arm(end(id, cycle, next, clock.instant()));
        return remember(tx, id, version, what, by, plan);
    }

    private Future<Outcome> remember(Tx tx, UUID id, long version, String what, String by, Plan plan) {
        var timetable = plan.timetable();
        var kept = new Kept(
                plan.name(),
                plan.description(),
                plan.services(),
                plan.matchers().stream().map(Matcher::text).toList(),
                timetable.start().toString(),
                timetable.end().toString(),
                timetable.zone(),
                timetable.recurrence());
        return store.remember(tx, id, version, what, by, Json.text(kept)).map(new Outcome.Done());
    }

    /** A plan as the history keeps it. */
    private record Kept(
            String name,
            String description,
            List<UUID> services,
            List<String> matchers,
            String start,
            String end,
            String timeZone,
            @Nullable String recurrence) {}

    /** An occurrence is over by the timer that was armed for it. */
    Future<Void> over(Tx tx, UUID id, int cycle, Instant now) {
        return store.lock(tx, id).compose(found -> {
            if (found.isEmpty() || found.get().cycle() != cycle) {
                return Future.succeededFuture();
            }
            var window = found.get();
            if (window.occurrence().endsAt().isAfter(now)) {
                // The clock that armed the timer ran before the database's: only that one decides.
                tx.arm(end(id, cycle, window.occurrence(), now));
                return Future.succeededFuture();
            }
            var next = window.plan().timetable().next(now);
            if (next == null) {
                return look(tx, window.plan());
            }
            tx.arm(end(id, cycle + 1, next, now));
            return store.advance(tx, id, next).compose(done -> look(tx, window.plan()));
        });
    }

    private Future<Void> look(Tx tx, Plan plan) {
        var all = plan.services().isEmpty() ? store.services(tx) : Future.succeededFuture(plan.services());
        return all.map(found -> {
            found.forEach(one -> tx.arm(SilenceCommands.look(ids.next(), one)));
            return null;
        });
    }

    private TimerOrder end(UUID id, int cycle, Occurrence occurrence, Instant now) {
        var left = Duration.between(now, occurrence.endsAt()).plusMillis(1);
        return new TimerOrder(ids.next(), END, id, cycle, 0, 0, left.isNegative() ? Duration.ZERO : left);
    }

    private Future<Optional<Outcome>> problem(Tx tx, Plan plan) {
        var wrong = plan.services().isEmpty() && plan.matchers().stream().allMatch(Matcher::matchesEmpty)
                ? new Outcome.Invalid(
                        plan.matchers().isEmpty() ? "services" : "matchers",
                        "Choose services, or give a condition that not every alert meets.")
                : plan.timetable().wrong(clock.instant());
        if (wrong != null) {
            return Future.succeededFuture(Optional.of(wrong));
        }
        return store.missing(tx, plan.services())
                .map(missing -> missing.map(id ->
                        new Outcome.Invalid("services/" + plan.services().indexOf(id), "There is no such service.")));
    }

    private static Outcome past() {
        return new Outcome.Invalid("end", "It must end in the future.");
    }

    private static Future<Outcome> passed() {
        return Future.succeededFuture(past());
    }
}
