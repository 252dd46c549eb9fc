package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.directory.Notices;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.Thing;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.oncall.rota.schedule.OnCallQueries;
import dev.belfry.oncall.rota.schedule.OverrideStore;
import dev.belfry.oncall.rota.schedule.ScheduleOverride;
import dev.belfry.oncall.rota.schedule.WatchCommands;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Offers and decides swaps, asks for cover and takes it: for oneself, or as a manager on behalf of others, which is
 * written down.
 */
public final class ExchangeCommands {
    private final Database database;
    private final InstantSource clock;
    private final WatchCommands watch;

    public ExchangeCommands(Database database, InstantSource clock, WatchCommands watch) {
        this.database = database;
        this.clock = clock;
        this.watch = watch;
    }

    Future<Answer<Swap>> offer(Caller by, UUID id, SwapDraft draft) {
        Instant now = clock.instant();
        Swap swap = draft.swap(id, by.principal().id(), now);
        return make(by, swap, draft.bad(now), "swap.offered", SwapStore::insert, tx -> Future.succeededFuture(swap));
    }

    /** Both halves become overrides. */
    Future<Answer<Swap>> accept(Caller by, UUID id) {
        Instant now = clock.instant();
        String actor = by.principal().id();
        return decide(
                by,
                Swap.THING,
                id,
                SwapStore::lockSwap,
                swap -> List.of(swap.take().user()),
                (tx, owner, swap) -> {
                    Part mine = swap.give().ahead(now);
                    Part theirs = swap.take().ahead(now);
                    if (mine == null || theirs == null) {
                        return Future.succeededFuture(new Answer.Conflict<>(OVER));
                    }
                    Passing give = new Passing(swap.schedule(), mine, theirs.user(), id, now, actor);
                    Passing take = new Passing(swap.schedule(), theirs, mine.user(), id, now, actor);
                    return held(tx, swap.schedule(), mine)
                            .compose(given -> held(tx, swap.schedule(), theirs).compose(taken -> {
                                String refusal = Objects.requireNonNullElse(
                                        Passing.refusal(given, true),
                                        Objects.requireNonNullElse(Passing.refusal(taken, true), ""));
                                if (!refusal.isEmpty()) {
                                    return Future.succeededFuture(new Answer.Conflict<>(refusal));
                                }
                                List<ScheduleOverride> halves = new ArrayList<>(give.overrides("swap-give", id, given));
                                halves.addAll(take.overrides("swap-take", id, taken));
                                return insert(tx, halves)
                                        .compose(done ->
                                                save(tx, by, owner, swap.decided(SwapStatus.ACCEPTED, actor, now)));
                            }));
                });
    }

    private static Future<List<OnCallQueries.Held>> held(Tx tx, UUID schedule, Part part) {
        return OnCallQueries.held(tx::query, schedule, part.user(), part.start(), part.end());
    }

    private static Future<Void> insert(Tx tx, List<ScheduleOverride> overrides) {
        Future<Void> last = Future.succeededFuture();
        for (ScheduleOverride override : overrides) {
            last = last.compose(done -> OverrideStore.insert(tx::query, override));
        }
        return last;
    }

    /** Declined by the one who was asked, withdrawn by the one who offered. */
    Future<Answer<Swap>> decline(Caller by, UUID id) {
        return decide(
                by,
                Swap.THING,
                id,
                SwapStore::lockSwap,
                swap -> List.of(swap.take().user(), swap.give().user()),
                (tx, owner, swap) -> {
                    boolean own = swap.give().user().equals(by.principal().userId());
                    SwapStatus status = own ? SwapStatus.WITHDRAWN : SwapStatus.DECLINED;
                    return save(
                            tx, by, owner, swap.decided(status, by.principal().id(), clock.instant()));
                });
    }

    /**
     * A request for cover that was made.
     *
     * @param asked who could take it, and is told
     */
    record Asked(CoverRequest request, List<UUID> asked) {}

    /** Whoever is on the schedule or in its team is told. */
    Future<Answer<Asked>> ask(Caller by, UUID id, CoverDraft draft) {
        Instant now = clock.instant();
        CoverRequest request = draft.request(id, by.principal().id(), now);
        return make(
                by,
                request,
                draft.bad(now),
                "cover.asked",
                SwapStore::insert,
                tx -> OnCallQueries.could(tx::query, request.schedule(), now)
                        .compose(could -> could == null
                                ? Future.succeededFuture(new Asked(request, List.of()))
                                : PeopleStore.names(
                                                tx::query,
                                                List.of(request.part().user()))
                                        .map(names -> {
                                            List<UUID> others = could.people().stream()
                                                    .filter(one -> !one.equals(
                                                            request.part().user()))
                                                    .toList();
                                            CoverCall.of(could.schedule(), request, names, others, now)
                                                    .forEach(notice -> tx.emit(Notices.of(notice)));
                                            return new Asked(request, others);
                                        })));
    }

    /** @param named who covers; the caller unless somebody is named */
    Future<Answer<CoverRequest>> take(Caller by, UUID id, @Nullable UUID named) {
        UUID taker = named == null ? by.principal().userId() : named;
        if (taker == null) {
            return refused("/user", "name the person who covers: this token belongs to no person");
        }
        return decide(
                by, CoverRequest.THING, id, SwapStore::lockCover, request -> List.of(taker), (tx, owner, request) -> {
                    if (taker.equals(request.part().user())) {
                        return refused("/user", "this is who asks for cover");
                    }
                    return PeopleStore.standing(tx::query, Set.of(taker)).compose(known -> {
                        String unfit = known.refusal(taker);
                        if (unfit != null) {
                            return refused("/user", unfit);
                        }
                        Instant now = clock.instant();
                        Part part = request.part().ahead(now);
                        if (part == null) {
                            return Future.succeededFuture(new Answer.Conflict<>(OVER));
                        }
                        String actor = by.principal().id();
                        Passing passing = new Passing(request.schedule(), part, taker, null, now, actor);
                        return held(tx, request.schedule(), part).compose(held -> {
                            String refusal = Passing.refusal(held, false);
                            if (refusal != null) {
                                return Future.succeededFuture(new Answer.Conflict<>(refusal));
                            }
                            List<ScheduleOverride> overrides = passing.overrides("cover", id, held);
                            return insert(tx, overrides)
                                    .compose(done -> save(
                                            tx,
                                            by,
                                            owner,
                                            request.taken(
                                                    taker, overrides.getFirst().id(), actor, now),
                                            "cover.taken"));
                        });
                    });
                });
    }

    Future<Answer<CoverRequest>> withdraw(Caller by, UUID id) {
        return decide(
                by,
                CoverRequest.THING,
                id,
                SwapStore::lockCover,
                request -> List.of(request.part().user()),
                (tx, owner, request) -> save(
                        tx, by, owner, request.withdrawn(by.principal().id(), clock.instant()), "cover.withdrawn"));
    }

    /** Only time that somebody has can be given away. */
    private <T extends Exchange, R> Future<Answer<R>> make(
            Caller by,
            T asked,
            List<Answer.Bad> bad,
            String action,
            BiFunction<RowStore, T, Future<Void>> insert,
            Function<Tx, Future<R>> made) {
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        UUID asker = asked.parts().values().iterator().next().user();
        return database.transact(tx -> OnCallQueries.owner(tx::query, asked.schedule())
                .compose(owner -> {
                    if (owner == null) {
                        return refused("/schedule", "there is no such schedule");
                    }
                    if (!mayFor(by, asker, owner.team())) {
                        return Future.succeededFuture(new Answer.Forbidden<>(NOT_YOURS));
                    }
                    return unfit(tx, asked)
                            .compose(unfit -> unfit.isEmpty()
                                    ? insert.apply(tx::query, asked)
                                            .compose(done -> audit(tx, by, action, owner, asked))
                                            .compose(done -> made.apply(tx))
                                            .map(result -> new Answer.Done<>(result, 1))
                                    : Future.succeededFuture(new Answer.Invalid<>(unfit)));
                }));
    }

    /** Whose time it is not, or cannot be passed on, by where they are named. */
    private static Future<List<Answer.Bad>> unfit(Tx tx, Exchange asked) {
        Set<UUID> people = asked.parts().values().stream().map(Part::user).collect(Collectors.toSet());
        return PeopleStore.known(tx::query, people).compose(known -> {
            Future<List<Answer.Bad>> bad = Future.succeededFuture(new ArrayList<>());
            for (Map.Entry<String, Part> entry : asked.parts().entrySet()) {
                Part part = entry.getValue();
                bad = bad.compose(found -> held(tx, asked.schedule(), part).map(held -> {
                    String refusal = Passing.refusal(held, asked instanceof Swap);
                    if (!known.contains(part.user())) {
                        found.add(new Answer.Bad(entry.getKey() + "/user", "there is no such user"));
                    } else if (refusal != null) {
                        found.add(new Answer.Bad(entry.getKey() + "/start", refusal));
                    }
                    return found;
                }));
            }
            return bad;
        });
    }

    @FunctionalInterface
    private interface Step<T> {
        Future<Answer<T>> of(Tx tx, OnCallQueries.Owner owner, T exchange);
    }

    /** @param deciders for one of whom the caller must be able to speak */
    private <T extends Exchange> Future<Answer<T>> decide(
            Caller by,
            Thing thing,
            UUID id,
            BiFunction<RowStore, UUID, Future<@Nullable T>> lock,
            Function<T, Collection<UUID>> deciders,
            Step<T> step) {
        return database.transact(tx -> lock.apply(tx::query, id).compose(exchange -> {
            if (exchange == null) {
                return Future.succeededFuture(new Answer.Missing<>(thing));
            }
            return OnCallQueries.owner(tx::query, exchange.schedule()).compose(owner -> {
                if (owner == null
                        || deciders.apply(exchange).stream().noneMatch(person -> mayFor(by, person, owner.team()))) {
                    return Future.succeededFuture(new Answer.Forbidden<>(NOT_YOURS));
                }
                return exchange.open()
                        ? watch.around(tx, by, exchange.schedule(), () -> step.of(tx, owner, exchange))
                        : Future.succeededFuture(new Answer.Conflict<>("this is decided: it is " + exchange.word()));
            });
        }));
    }

    /** Of a swap or of a request for cover: nobody passes on what is past. */
    private static final String OVER = "the time that would change hands is over";

    private static final String NOT_YOURS = "This is another person's time; only they or a manager decide about it.";

    /** Whether the caller may speak for this person: it is themselves, or they manage what the team owns. */
    private static boolean mayFor(Caller by, UUID person, @Nullable UUID team) {
        return person.equals(by.principal().userId()) || by.principal().may(Role.MANAGER, team);
    }

    private static <T> Future<Answer<T>> refused(String pointer, String detail) {
        return Future.succeededFuture(new Answer.Invalid<>(List.of(new Answer.Bad(pointer, detail))));
    }

    private static Future<Answer<Swap>> save(Tx tx, Caller by, OnCallQueries.Owner owner, Swap swap) {
        return SwapStore.decide(tx::query, swap)
                .compose(done -> audit(tx, by, "swap.decided", owner, swap))
                .map(done -> new Answer.Done<>(swap, 1));
    }

    private static Future<Answer<CoverRequest>> save(
            Tx tx, Caller by, OnCallQueries.Owner owner, CoverRequest request, String action) {
        return SwapStore.decide(tx::query, request)
                .compose(done -> audit(tx, by, action, owner, request))
                .map(done -> new Answer.Done<>(request, 1));
    }

    static Future<Void> audit(Tx tx, Caller by, String action, OnCallQueries.Owner owner, Exchange what) {
        return AuditStore.write(
                tx::query, by, action, what.id(), owner.team(), Json.mapper().convertValue(what, Json.MAP));
    }
}
