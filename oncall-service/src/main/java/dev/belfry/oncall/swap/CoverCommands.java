package dev.belfry.oncall.swap;

import dev.belfry.oncall.access.Caller;
import dev.belfry.oncall.answer.Answer;
import dev.belfry.oncall.people.PeopleStore;
import dev.belfry.oncall.schedule.OnCallQueries;
import dev.belfry.oncall.schedule.OverrideStore;
import dev.belfry.oncall.schedule.ScheduleOverride;
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

/** Asks for cover, and takes it: for oneself, or as a manager on behalf of others, which is written down. */
public final class CoverCommands {
    private final Database database;
    private final InstantSource clock;

    public CoverCommands(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    Future<Answer<CoverRequest>> ask(Caller by, UUID id, CoverDraft draft) {
        Instant now = clock.instant();
        List<Answer.Bad> bad = draft.bad(now);
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        CoverRequest request = draft.request(id, by.principal().id(), now);
        return database.transact(tx -> OnCallQueries.owner(tx::query, draft.schedule())
                .compose(owner -> {
                    if (owner == null) {
                        return SwapCommands.refused("/schedule", "there is no such schedule");
                    }
                    if (!SwapCommands.mayFor(by, draft.user(), owner.team())) {
                        return Future.succeededFuture(new Answer.Forbidden<>(SwapCommands.notYours()));
                    }
                    return absent(tx, request)
                            .compose(absent -> absent.isEmpty()
                                    ? SwapStore.insert(tx::query, request)
                                            .compose(done ->
                                                    SwapCommands.audit(tx, by, "cover.asked", owner, id, request))
                                            .map(done -> new Answer.Done<>(request, 1))
                                    : Future.succeededFuture(new Answer.Invalid<>(absent)));
                }));
    }

    private static Future<List<Answer.Bad>> absent(Tx tx, CoverRequest request) {
        Part part = request.part();
        return PeopleStore.known(tx::query, Set.of(part.user()))
                .compose(known -> SwapCommands.onCall(tx, request.schedule(), part)
                        .map(onCall -> {
                            List<Answer.Bad> bad = new ArrayList<>();
                            SwapCommands.check(known, part, "", onCall, bad);
                            return bad;
                        }));
    }

    /** @param named who covers; the caller unless somebody is named */
    Future<Answer<CoverRequest>> take(Caller by, UUID id, @Nullable UUID named) {
        UUID taker = named == null ? by.principal().userId() : named;
        if (taker == null) {
            return SwapCommands.refused("/user", "say who covers: this token belongs to no person");
        }
        return database.transact(tx -> open(tx, by, id, taker, (owner, request) -> {
            if (taker.equals(request.part().user())) {
                return SwapCommands.refused("/user", "this is who asks for cover");
            }
            return PeopleStore.known(tx::query, Set.of(taker)).compose(known -> {
                if (known.isEmpty()) {
                    return SwapCommands.refused("/user", "there is no such user");
                }
                Instant now = clock.instant();
                ScheduleOverride override =
                        request.covered(taker, now, by.principal().id());
                CoverRequest taken = decided(request, CoverStatus.TAKEN, taker, override.id(), by, now);
                return OverrideStore.insert(tx::query, override)
                        .compose(done -> save(tx, by, owner, taken, "cover.taken"));
            });
        }));
    }

    Future<Answer<CoverRequest>> withdraw(Caller by, UUID id) {
        return database.transact(tx -> open(tx, by, id, null, (owner, request) -> {
            CoverRequest gone = decided(request, CoverStatus.WITHDRAWN, null, null, by, clock.instant());
            return save(tx, by, owner, gone, "cover.withdrawn");
        }));
    }

    @FunctionalInterface
    private interface Step {
        Future<Answer<CoverRequest>> of(OnCallQueries.Owner owner, CoverRequest request);
    }

    /** @param actsFor whom the caller must be able to speak for; null for the one who asked */
    private static Future<Answer<CoverRequest>> open(Tx tx, Caller by, UUID id, @Nullable UUID actsFor, Step step) {
        return SwapStore.lockCover(tx::query, id).compose(request -> {
            if (request == null) {
                return Future.succeededFuture(new Answer.Missing<>("nothing has this id"));
            }
            return OnCallQueries.owner(tx::query, request.schedule()).compose(owner -> {
                UUID person = actsFor == null ? request.part().user() : actsFor;
                if (owner == null || !SwapCommands.mayFor(by, person, owner.team())) {
                    return Future.succeededFuture(new Answer.Forbidden<>(SwapCommands.notYours()));
                }
                return request.status() == CoverStatus.OPEN
                        ? step.of(owner, request)
                        : Future.succeededFuture(
                                new Answer.Conflict<>("this request is decided: it is " + Json.text(request.status())));
            });
        });
    }

    private static CoverRequest decided(
            CoverRequest request,
            CoverStatus status,
            @Nullable UUID taker,
            @Nullable UUID override,
            Caller by,
            Instant now) {
        return new CoverRequest(
                request.id(),
                request.schedule(),
                request.part(),
                request.note(),
                status,
                request.askedBy(),
                request.askedAt(),
                taker,
                override,
                by.principal().id(),
                now);
    }

    private static Future<Answer<CoverRequest>> save(
            Tx tx, Caller by, OnCallQueries.Owner owner, CoverRequest request, String action) {
        return SwapStore.decide(tx::query, request)
                .compose(done -> SwapCommands.audit(tx, by, action, owner, request.id(), request))
                .map(done -> new Answer.Done<>(request, 1));
    }
}
