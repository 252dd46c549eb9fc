package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Merges incidents, takes them apart and splits them. The services come first and the incidents after them, as when alerts are taken in:
 * an alert finds its incident before the merge or after it, and never between.
 */
public final class MergeCommands {
    private static final Merging.Outcome MISSING = new Merging.Outcome.Missing();
    private static final Merging.Outcome NO_TARGET = new Merging.Outcome.Unfit("There is no such incident");
    private static final Merging.Outcome STALE = new Merging.Outcome.Stale();

    private final Database database;
    private final IncidentStore store;
    private final MergeStore merges = new MergeStore();
    private final IncidentCommands commands;
    private final InstantSource clock;

    public MergeCommands(Database database, IncidentStore store, IncidentCommands commands, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.commands = commands;
        this.clock = clock;
    }

    /** @param seen the version of the source that the one who asks has seen; null when it does not matter */
    public Future<Merging.Outcome> merge(UUID source, UUID target, String why, Actor by, @Nullable Long seen) {
        return database.transact(tx -> locked(tx, source, target).compose(pair -> {
            if (pair.source().isEmpty()) {
                return Future.succeededFuture(MISSING);
            }
            if (pair.target().isEmpty()) {
                return Future.succeededFuture(NO_TARGET);
            }
            var from = pair.source().get();
            if (seen != null && seen != from.incident().version()) {
                return Future.succeededFuture(STALE);
            }
            var at = clock.instant();
            var outcome = Merging.merge(from, pair.target().get(), why, by, at);
            return outcome instanceof Merging.Outcome.Done done
                    ? merges.move(tx, source, target, at).compose(moved -> save(tx, done))
                    : Future.succeededFuture(outcome);
        }));
    }

    public Future<Merging.Outcome> unmerge(UUID source, Actor by) {
        return store.find(source).compose(found -> {
            var into = found.map(held -> held.incident().mergedInto()).orElse(null);
            return database.transact(
                    tx -> locked(tx, source, into == null ? source : into.id()).compose(pair -> unmerge(tx, pair, by)));
        });
    }

    private Future<Merging.Outcome> unmerge(Tx tx, Pair pair, Actor by) {
        if (pair.source().isEmpty()) {
            return Future.succeededFuture(MISSING);
        }
        var at = clock.instant();
        var source = pair.source().get();
        var from = source.incident();
        var target = pair.target()
                .filter(held -> Optional.ofNullable(from.mergedInto())
                        .filter(into -> into.id().equals(held.incident().id()))
                        .isPresent());
        var hindrance = Merging.hindrance(from, target.map(Held::incident).orElse(null), at);
        if (hindrance != null || target.isEmpty()) {
            return Future.succeededFuture(hindrance == null ? MISSING : hindrance);
        }
        return store.openOfGroup(tx, from.serviceId(), from.groupKey()).compose(open -> {
            if (open.isPresent()) {
                return Future.succeededFuture(new Merging.Outcome.Refused(
                        "Incident #" + open.get() + " about the same cause is already open"));
            }
            return merges.moveBack(tx, from.id(), target.get().incident().id(), at)
                    .compose(back -> {
                        var outcome = Merging.unmerge(source, target.get(), back.alerts(), back.firing(), by, at);
                        return outcome instanceof Merging.Outcome.Done done
                                ? save(tx, done)
                                : Future.failedFuture(
                                        new IllegalStateException("what was hindered was not found out before"));
                    });
        });
    }

    /**
     * The alerts become an incident of their own; the source of what is done is the new one.
     *
     * @param id of the new incident
     * @param seen as with a merge
     */
    public Future<Merging.Outcome> split(UUID incident, UUID id, Splitting.Wish wish, Actor by, @Nullable Long seen) {
        return database.transact(tx -> locked(tx, incident, incident)
                .compose(pair -> merges.pick(tx, incident, wish.alerts()).compose(picked -> {
                    if (pair.source().isEmpty()) {
                        return Future.succeededFuture(MISSING);
                    }
                    var from = pair.source().get();
                    if (seen != null && seen != from.incident().version()) {
                        return Future.succeededFuture(STALE);
                    }
                    var hindrance = Splitting.hindrance(from, wish, picked);
                    if (hindrance != null) {
                        return Future.succeededFuture(hindrance);
                    }
                    var at = clock.instant();
                    return store.numbers(tx, 1)
                            .compose(numbers ->
                                    save(tx, Splitting.split(from, wish, picked, id, numbers.getFirst(), by, at)))
                            .compose(done ->
                                    merges.split(tx, wish.alerts(), id, at).map(done));
                })));
    }

    private Future<Merging.Outcome> save(Tx tx, Merging.Outcome.Done done) {
        return commands.save(tx, List.of(done.source(), done.target()), done.moves())
                .map(done);
    }

    private record Pair(Optional<Held> source, Optional<Held> target) {}

    private Future<Pair> locked(Tx tx, UUID source, UUID target) {
        return merges.lockServices(tx, source, target)
                .compose(done -> store.lock(tx, List.of(source, target)))
                .map(found -> new Pair(of(found, source), of(found, target)));
    }

    private static Optional<Held> of(List<Held> found, UUID id) {
        return found.stream().filter(held -> held.incident().id().equals(id)).findFirst();
    }
}
