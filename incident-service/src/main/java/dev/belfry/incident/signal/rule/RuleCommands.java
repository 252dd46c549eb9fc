package dev.belfry.incident.signal.rule;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.signal.silence.SilenceCommands;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes, changes, orders and removes event rules; each change is kept. */
public final class RuleCommands {
    private static final int MOST = 1_000;
    /** A batch that had begun with the rule before may hold back an alert a moment longer. */
    private static final Duration LATER = Duration.ofSeconds(10);

    private final Database database;
    private final RuleStore store;
    private final CatalogStore catalog;
    private final InstantSource clock;
    private final Ids ids;

    public RuleCommands(Database database, RuleStore store, CatalogStore catalog, InstantSource clock, Ids ids) {
        this.database = database;
        this.store = store;
        this.catalog = catalog;
        this.clock = clock;
        this.ids = ids;
    }

    public Future<Outcome> add(UUID id, Wanted wanted, String by) {
        return problem(wanted)
                .compose(wrong -> wrong.isPresent()
                        ? Future.succeededFuture(wrong.get())
                        : database.transact(tx -> add(tx, wanted.rule(id, by, clock.instant()))));
    }

    private Future<Outcome> add(Tx tx, EventRule rule) {
        return store.bump(tx, rule.actions().route() != null)
                .compose(locked -> store.count(tx))
                .compose(rules -> rules >= MOST
                        ? Future.succeededFuture(new Outcome.Refused(
                                "There are " + rules + " event rules already: remove some of them first."))
                        : store.add(tx, rule)
                                .compose(added -> store.remember(tx, rule, "created"))
                                .map(kept -> new Outcome.Done(rule.id())));
    }

    /**
     * Changes everything but what it is for, which it keeps.
     *
     * @param seen the version the one who asks has seen; null when it does not matter
     */
    public Future<Outcome> change(UUID id, Wanted wanted, String by, @Nullable Long seen) {
        return problem(wanted)
                .compose(wrong -> wrong.isPresent()
                        ? Future.succeededFuture(wrong.get())
                        : with(id, seen, wanted.actions().route() != null, (tx, before) -> {
                            if (elsewhere(wanted.service(), before.service())
                                    || elsewhere(wanted.integration(), before.integration())) {
                                return Future.succeededFuture(new Outcome.Invalid(
                                        wanted.service() == null ? "integration" : "service",
                                        "A rule stays where it is: make a new one there."));
                            }
                            var after = before.changed(wanted.rule(id, by, clock.instant()));
                            return store.change(tx, after)
                                    .compose(done -> store.remember(tx, after, "changed"))
                                    .compose(done -> lookAgain(tx, id))
                                    .map(new Outcome.Done(id));
                        }));
    }

    private static boolean elsewhere(@Nullable UUID wanted, @Nullable UUID before) {
        return wanted != null && !wanted.equals(before);
    }

    /** @param seen the version the one who asks has seen; null when it does not matter */
    public Future<Outcome> remove(UUID id, String by, @Nullable Long seen) {
        return with(id, seen, false, (tx, before) -> {
            var last = before.moved(before.position(), by, clock.instant());
            return store.remove(tx, id)
                    .compose(done -> store.remember(tx, last, "removed"))
                    .compose(done -> lookAgain(tx, id))
                    .map(new Outcome.Done(id));
        });
    }

    /** Puts the rules of one service, of one integration, or those for all into this order; all of them are named. */
    public Future<Outcome> order(@Nullable UUID service, @Nullable UUID integration, List<UUID> wanted, String by) {
        return database.transact(tx -> store.bump(tx, false)
                .compose(locked -> store.list(tx, service, integration, service == null && integration == null))
                .compose(rules -> {
                    var known = rules.stream().collect(Collectors.toMap(EventRule::id, Function.identity()));
                    if (wanted.size() != known.size() || !new HashSet<>(wanted).equals(known.keySet())) {
                        return Future.succeededFuture(new Outcome.Invalid(
                                "rules", "Name each of the " + known.size() + " rules of this list once."));
                    }
                    Future<Void> done = Future.succeededFuture();
                    for (var i = 0; i < wanted.size(); i++) {
                        var before = known.get(wanted.get(i));
                        if (before != null && before.position() != i + 1) {
                            var after = before.moved(i + 1, by, clock.instant());
                            done = done.compose(earlier -> store.change(tx, after))
                                    .compose(changed -> store.remember(tx, after, "moved"));
                        }
                    }
                    return done.<Outcome>map(new Outcome.Done(wanted.isEmpty() ? Service.BELFRY : wanted.getFirst()));
                }));
    }

    /** What is done to a rule that is there, in its transaction. */
    @FunctionalInterface
    private interface Change {
        Future<Outcome> of(Tx tx, EventRule before);
    }

    private Future<Outcome> with(UUID id, @Nullable Long seen, boolean routes, Change change) {
        return database.transact(tx -> store.bump(tx, routes)
                .compose(locked -> store.find(tx, id))
                .compose(found -> {
                    if (found.isEmpty()) {
                        return Future.succeededFuture(new Outcome.Missing());
                    }
                    if (seen != null && seen != found.get().version()) {
                        return Future.succeededFuture(new Outcome.Stale());
                    }
                    return change.of(tx, found.get());
                }));
    }

    /** What the rule holds back and would not any more is paged. */
    private Future<Void> lookAgain(Tx tx, UUID rule) {
        return store.servicesHeldBy(tx, rule).map(services -> {
            services.forEach(service -> {
                tx.arm(SilenceCommands.look(ids.next(), service));
                tx.arm(new TimerOrder(ids.next(), SilenceCommands.LOOK, service, 0, 0, 0, LATER));
            });
            return null;
        });
    }

    /** A rule that is not kept. */
    public sealed interface Drafted {

        /** It could be kept. */
        record Ready(EventRule rule) implements Drafted {}

        /** It could not. */
        record Wrong(Outcome.Invalid why) implements Drafted {}
    }

    /** The rule as it would be kept, and nothing is. */
    public Future<Drafted> draft(UUID id, Wanted wanted, String by) {
        return problem(wanted)
                .map(wrong -> wrong.isPresent()
                        ? new Drafted.Wrong(wrong.get())
                        : new Drafted.Ready(wanted.rule(id, by, clock.instant())));
    }

    private Future<Optional<Outcome.Invalid>> problem(Wanted wanted) {
        var wrong = wanted.problem();
        if (wrong != null) {
            return Future.succeededFuture(Optional.of(wrong));
        }
        var route = wanted.actions().route();
        return known(wanted.service(), "service")
                .compose(first -> first.isPresent() ? Future.succeededFuture(first) : known(route, "actions/route"))
                .compose(second -> second.isPresent() || wanted.integration() == null
                        ? Future.succeededFuture(second)
                        : catalog.integration(wanted.integration())
                                .map(found -> found.isPresent()
                                        ? Optional.empty()
                                        : Optional.of(new Outcome.Invalid(
                                                "integration", "There is no such integration; choose another."))));
    }

    private Future<Optional<Outcome.Invalid>> known(@Nullable UUID service, String field) {
        if (service == null) {
            return Future.succeededFuture(Optional.empty());
        }
        if (service.equals(Service.BELFRY)) {
            return Future.succeededFuture(Optional.of(new Outcome.Invalid(
                    field, "Belfry reports its own trouble on this service; rules leave it alone.")));
        }
        return catalog.service(service)
                .map(found -> found.isPresent()
                        ? Optional.empty()
                        : Optional.of(new Outcome.Invalid(field, "There is no such service; choose another.")));
    }
}
