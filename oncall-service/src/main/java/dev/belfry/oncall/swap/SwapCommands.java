package dev.belfry.oncall.swap;

import dev.belfry.oncall.access.Caller;
import dev.belfry.oncall.answer.Answer;
import dev.belfry.oncall.audit.AuditStore;
import dev.belfry.oncall.people.PeopleStore;
import dev.belfry.oncall.schedule.OnCallQueries;
import dev.belfry.oncall.schedule.OverrideStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Offers and decides swaps: for oneself, or as a manager on behalf of others, which is written down. */
public final class SwapCommands {
    private final Database database;
    private final InstantSource clock;

    public SwapCommands(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    Future<Answer<Swap>> offer(Caller by, UUID id, SwapDraft draft) {
        Instant now = clock.instant();
        List<Answer.Bad> bad = draft.bad(now);
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        Swap swap = draft.swap(id, by.principal().id(), now);
        return database.transact(tx -> OnCallQueries.owner(tx::query, draft.schedule())
                .compose(owner -> {
                    if (owner == null) {
                        return refused("/schedule", "there is no such schedule");
                    }
                    if (!mayFor(by, draft.give().user(), owner.team())) {
                        return Future.succeededFuture(new Answer.Forbidden<>(notYours()));
                    }
                    return absent(tx, swap)
                            .compose(absent -> absent.isEmpty()
                                    ? SwapStore.insert(tx::query, swap)
                                            .compose(done -> audit(tx, by, "swap.offered", owner, id, swap))
                                            .map(done -> new Answer.Done<>(swap, 1))
                                    : Future.succeededFuture(new Answer.Invalid<>(absent)));
                }));
    }

    /** Only time that somebody has can be exchanged. */
    private static Future<List<Answer.Bad>> absent(Tx tx, Swap swap) {
        UUID schedule = swap.schedule();
        return PeopleStore.known(
                        tx::query, Set.of(swap.give().user(), swap.take().user()))
                .compose(known -> onCall(tx, schedule, swap.give())
                        .compose(gives -> onCall(tx, schedule, swap.take()).map(takes -> {
                            List<Answer.Bad> bad = new ArrayList<>();
                            check(known, swap.give(), "/give", gives, bad);
                            check(known, swap.take(), "/take", takes, bad);
                            return bad;
                        })));
    }

    static Future<Boolean> onCall(Tx tx, UUID schedule, Part part) {
        return OnCallQueries.isOnCall(tx::query, schedule, part.user(), part.start(), part.end());
    }

    static void check(Set<UUID> known, Part part, String pointer, boolean onCall, List<Answer.Bad> bad) {
        if (!known.contains(part.user())) {
            bad.add(new Answer.Bad(pointer + "/user", "there is no such user"));
        } else if (!onCall) {
            bad.add(new Answer.Bad(pointer + "/start", "this person is not on call then"));
        }
    }

    Future<Answer<Swap>> accept(Caller by, UUID id) {
        Instant now = clock.instant();
        return decide(by, id, SwapStatus.ACCEPTED, now, (tx, swap) -> {
            Future<Void> last = Future.succeededFuture();
            for (var override : swap.overrides(now, by.principal().id())) {
                last = last.compose(done -> OverrideStore.insert(tx::query, override));
            }
            return last;
        });
    }

    /** Declined by the one who was asked, withdrawn by the one who offered. */
    Future<Answer<Swap>> decline(Caller by, UUID id) {
        return decide(by, id, SwapStatus.DECLINED, clock.instant(), (tx, swap) -> Future.succeededFuture());
    }

    @FunctionalInterface
    private interface Effect {
        Future<Void> of(Tx tx, Swap swap);
    }

    private Future<Answer<Swap>> decide(Caller by, UUID id, SwapStatus wanted, Instant now, Effect effect) {
        return database.transact(tx -> SwapStore.lockSwap(tx::query, id).compose(swap -> {
            if (swap == null) {
                return Future.succeededFuture(new Answer.Missing<>("nothing has this id"));
            }
            return OnCallQueries.owner(tx::query, swap.schedule()).compose(owner -> {
                UUID team = owner == null ? null : owner.team();
                boolean own = swap.give().user().equals(by.principal().userId()) && wanted == SwapStatus.DECLINED;
                if (owner == null || !(own || mayFor(by, swap.take().user(), team))) {
                    return Future.succeededFuture(new Answer.Forbidden<>(notYours()));
                }
                if (swap.status() != SwapStatus.OFFERED) {
                    return Future.succeededFuture(
                            new Answer.Conflict<>("this swap is decided: it is " + Json.text(swap.status())));
                }
                SwapStatus status = own ? SwapStatus.WITHDRAWN : wanted;
                String actor = by.principal().id();
                Swap decided = new Swap(
                        id,
                        swap.schedule(),
                        swap.give(),
                        swap.take(),
                        swap.note(),
                        status,
                        swap.offeredBy(),
                        swap.offeredAt(),
                        actor,
                        now);
                return effect.of(tx, swap)
                        .compose(done -> SwapStore.decide(tx::query, id, status, actor, now))
                        .compose(done -> audit(tx, by, "swap.decided", owner, id, decided))
                        .map(done -> new Answer.Done<>(decided, 1));
            });
        }));
    }

    /** Whether the caller may speak for this person: it is themselves, or they manage what the team owns. */
    static boolean mayFor(Caller by, UUID person, @Nullable UUID team) {
        return person.equals(by.principal().userId()) || by.principal().may(Role.MANAGER, team);
    }

    static String notYours() {
        return "This is another person's time; only they or a manager decide about it.";
    }

    static <T> Future<Answer<T>> refused(String pointer, String detail) {
        return Future.succeededFuture(new Answer.Invalid<>(List.of(new Answer.Bad(pointer, detail))));
    }

    static Future<Void> audit(Tx tx, Caller by, String action, OnCallQueries.Owner owner, UUID id, Object what) {
        return AuditStore.write(
                tx::query, by, action, id, owner.team(), Json.mapper().convertValue(what, Json.MAP));
    }
}
