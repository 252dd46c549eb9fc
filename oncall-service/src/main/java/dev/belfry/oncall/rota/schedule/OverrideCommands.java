package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes and removes overrides and temporary schedules. */
public final class OverrideCommands {
    private final Database database;
    private final InstantSource clock;
    private final WatchCommands watch;

    public OverrideCommands(Database database, InstantSource clock, WatchCommands watch) {
        this.database = database;
        this.clock = clock;
        this.watch = watch;
    }

    Future<Answer<ScheduleOverride>> override(Caller by, UUID id, OverrideDraft draft) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        ScheduleOverride override =
                draft.override(id, clock.instant(), by.principal().id());
        return database.transact(tx -> PeopleStore.standing(tx::query, draft.people())
                .compose(known -> schedule(tx, draft.schedule()).compose(schedule -> {
                    List<Answer.Bad> unknown = draft.unknown(known, schedule);
                    if (schedule == null || !unknown.isEmpty()) {
                        return Future.succeededFuture(new Answer.Invalid<>(unknown));
                    }
                    if (!by.may(schedule.team())) {
                        return Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
                    }
                    return watch.around(
                            tx,
                            by,
                            schedule.id(),
                            () -> OverrideStore.insert(tx::query, override)
                                    .compose(done -> audit(tx, by, "override.made", schedule, id, override))
                                    .map(done -> new Answer.Done<>(override, 1)));
                })));
    }

    Future<Answer<UUID>> deleteOverride(Caller by, UUID id) {
        return database.transact(tx -> OverrideStore.override(tx::query, id)
                .compose(override -> override == null
                        ? Future.succeededFuture(new Answer.Missing<>(ScheduleOverride.THING))
                        : schedule(tx, override.schedule())
                                .compose(schedule -> schedule == null || !by.may(schedule.team())
                                        ? Future.succeededFuture(new Answer.Forbidden<>(by.refusal()))
                                        : watch.around(
                                                tx,
                                                by,
                                                schedule.id(),
                                                () -> OverrideStore.delete(tx::query, id)
                                                        .compose(done -> audit(
                                                                tx, by, "override.removed", schedule, id, override))
                                                        .map(done -> new Answer.Done<>(id, 0))))));
    }

    Future<Answer<TemporarySchedule>> temporary(Caller by, UUID id, TemporaryDraft draft) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        TemporarySchedule temporary = draft.temporary(id, clock.instant());
        Set<UUID> people = new HashSet<>();
        draft.shifts().forEach(shift -> people.add(shift.user()));
        return database.transact(tx -> PeopleStore.standing(tx::query, people)
                .compose(known -> schedule(tx, draft.schedule()).compose(schedule -> {
                    List<Answer.Bad> unknown = new ArrayList<>(draft.unknown(known));
                    if (schedule == null) {
                        unknown.add(new Answer.Bad("/schedule", "there is no such schedule"));
                    }
                    if (schedule == null || !unknown.isEmpty()) {
                        return Future.succeededFuture(new Answer.Invalid<>(unknown));
                    }
                    return by.may(schedule.team())
                            ? add(tx, by, schedule, temporary)
                            : Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
                })));
    }

    private Future<Answer<TemporarySchedule>> add(Tx tx, Caller by, Schedule schedule, TemporarySchedule temporary) {
        return OverrideStore.overlapping(tx::query, schedule.id(), temporary.start(), temporary.end())
                .compose(other -> {
                    if (other != null) {
                        return Future.succeededFuture(new Answer.Invalid<>(List.of(new Answer.Bad(
                                "/start", "the temporary schedule " + other + " lies there; remove it first"))));
                    }
                    String actor = by.principal().id();
                    return watch.around(
                            tx,
                            by,
                            schedule.id(),
                            () -> OverrideStore.insert(tx::query, temporary, actor)
                                    .compose(done -> audit(
                                            tx, by, "temporary-schedule.made", schedule, temporary.id(), temporary))
                                    .map(done -> new Answer.Done<>(temporary, 1)));
                });
    }

    Future<Answer<UUID>> deleteTemporary(Caller by, UUID id) {
        return database.transact(tx -> OverrideStore.temporary(tx::query, id)
                .compose(temporary -> temporary == null
                        ? Future.succeededFuture(new Answer.Missing<>(TemporarySchedule.THING))
                        : schedule(tx, temporary.schedule())
                                .compose(schedule -> schedule == null || !by.may(schedule.team())
                                        ? Future.succeededFuture(new Answer.Forbidden<>(by.refusal()))
                                        : watch.around(
                                                tx,
                                                by,
                                                schedule.id(),
                                                () -> OverrideStore.deleteTemporary(tx::query, id)
                                                        .compose(done -> audit(
                                                                tx,
                                                                by,
                                                                "temporary-schedule.removed",
                                                                schedule,
                                                                id,
                                                                temporary))
                                                        .map(done -> new Answer.Done<>(id, 0))))));
    }

    /** Locked, so that two who add to it see each other. */
    private Future<@Nullable Schedule> schedule(Tx tx, UUID id) {
        return ScheduleStore.lock(tx::query, clock.instant(), id);
    }

    private static Future<Void> audit(Tx tx, Caller by, String action, Schedule schedule, UUID id, Object what) {
        return AuditStore.write(
                tx::query, by, action, id, schedule.team(), Json.mapper().convertValue(what, Json.MAP));
    }
}
