package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.audit.Changes;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.ConstraintStore;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes schedules; an edit adds a version that counts from now or later. */
public final class ScheduleCommands {
    private static final String TAKEN = "another schedule has this name";

    private final Database database;
    private final InstantSource clock;
    private final WatchCommands watch;

    public ScheduleCommands(Database database, InstantSource clock, WatchCommands watch) {
        this.database = database;
        this.clock = clock;
        this.watch = watch;
    }

    public Future<Answer<Schedule>> create(Caller by, UUID id, ScheduleDraft draft) {
        List<Answer.Bad> bad = new ArrayList<>(draft.bad(now()));
        if (draft.effectiveFrom() != null) {
            bad.add(new Answer.Bad("/effectiveFrom", "this is for edits; say when a layer begins with its from"));
        }
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        if (!by.may(draft.team())) {
            return Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
        }
        Schedule schedule = draft.schedule(id, 1);
        return database.transact(tx -> unknown(tx, draft, Set.of())
                        .compose(unknown -> unknown.isEmpty()
                                ? watch.around(
                                        tx,
                                        by,
                                        id,
                                        () -> ScheduleStore.insert(tx::query, schedule, draft.people())
                                                .compose(done -> saved(tx, by, "schedule.made", null, schedule)))
                                : Future.<Answer<Schedule>>succeededFuture(new Answer.Invalid<>(unknown))))
                .recover(failure -> ConstraintStore.taken(failure, TAKEN));
    }

    public Future<Answer<Schedule>> update(Caller by, UUID id, ScheduleDraft draft, @Nullable Long expected) {
        List<Answer.Bad> bad = draft.bad(now());
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        return database.transact(tx -> ScheduleStore.lock(tx::query, clock, id)
                        .compose(locked -> change(tx, by, locked.schedule(), draft, expected, locked.now())))
                .recover(failure -> ConstraintStore.taken(failure, TAKEN));
    }

    /** Makes the groups of a schedule be these from now on, for as long as they say other than it does. */
    public Future<Answer<Schedule>> follow(
            Tx tx, Caller by, UUID id, Function<ZoneId, List<GroupDraft>> groups, Duration ahead) {
        return ScheduleStore.lock(tx::query, clock, id).compose(locked -> {
            Instant now = locked.now();
            Schedule before = locked.schedule();
            if (before == null) {
                return Future.succeededFuture(new Answer.Missing<>(Schedule.THING));
            }
            ScheduleDraft draft = new ScheduleDraft(
                    before.name(), before.zone().getId(), before.team(), null, groups.apply(before.zone()), null, true);
            Schedule after = draft.schedule(id, before.version());
            return Shift.alike(before, after, now, now.plus(ahead))
                    ? Future.succeededFuture(new Answer.Done<>(before, before.version()))
                    : change(tx, by, before, draft, null, now);
        });
    }

    private Future<Answer<Schedule>> change(
            Tx tx, Caller by, @Nullable Schedule before, ScheduleDraft draft, @Nullable Long expected, Instant now) {
        if (before == null) {
            return Future.succeededFuture(new Answer.Missing<>(Schedule.THING));
        }
        if (!by.may(before.team()) || !by.may(draft.team())) {
            return Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
        }
        if (expected != null && expected != before.version()) {
            return Future.succeededFuture(new Answer.Stale<>());
        }
        return watch.around(
                tx,
                by,
                before.id(),
                () -> unknown(tx, draft, before.people())
                        .compose(unknown ->
                                unknown.isEmpty() ? overlap(tx, before, draft, now) : Future.succeededFuture(unknown))
                        .compose(wrong -> {
                            if (!wrong.isEmpty()) {
                                return Future.succeededFuture(new Answer.Invalid<>(wrong));
                            }
                            Instant from = draft.effectiveFrom() == null ? now : draft.effectiveFrom();
                            Schedule after = draft.schedule(before.id(), before.version() + 1);
                            return ScheduleStore.update(tx::query, after, from, draft.people(), from.equals(now))
                                    .compose(done -> saved(tx, by, "schedule.changed", before, after));
                        }));
    }

    /** A change that is planned is not silently run over by another edit. */
    private static Future<List<Answer.Bad>> overlap(Tx tx, Schedule before, ScheduleDraft draft, Instant now) {
        if (Boolean.TRUE.equals(draft.replacePlanned())) {
            return ScheduleStore.dropPlanned(tx::query, before.id(), now).map(done -> List.of());
        }
        return ScheduleStore.planned(tx::query, before.id(), now)
                .map(planned -> planned == null
                        ? List.of()
                        : List.of(new Answer.Bad(
                                "/effectiveFrom",
                                "a change is planned from " + planned + "; send replacePlanned: true to drop it")));
    }

    public Future<Answer<UUID>> delete(Caller by, UUID id) {
        return database.transact(tx -> ScheduleStore.lock(tx::query, clock, id).compose(locked -> {
                    Schedule before = locked.schedule();
                    if (before == null) {
                        return Future.<Answer<UUID>>succeededFuture(new Answer.Missing<>(Schedule.THING));
                    }
                    if (!by.may(before.team())) {
                        return Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
                    }
                    Map<String, Object> detail = Map.of("name", before.name());
                    return watch.around(
                            tx,
                            by,
                            id,
                            () -> ScheduleStore.delete(tx::query, id)
                                    .compose(done -> AuditStore.write(
                                            tx::query, by, "schedule.removed", id, before.team(), detail))
                                    .map(done -> new Answer.Done<>(id, 0)));
                }))
                .recover(failure -> ConstraintStore.inUse(failure, "this schedule"));
    }

    /** What is wrong with a draft that is only looked at. */
    public Future<List<Answer.Bad>> check(ScheduleDraft draft) {
        List<Answer.Bad> bad = draft.bad(now());
        return bad.isEmpty()
                ? PeopleStore.standing(database::query, draft.people())
                        .map(known -> draft.unknown(known, draft.people()))
                : Future.succeededFuture(bad);
    }

    private static Future<List<Answer.Bad>> unknown(Tx tx, ScheduleDraft draft, Set<UUID> kept) {
        UUID team = draft.team();
        return PeopleStore.standing(tx::query, draft.people())
                .map(known -> draft.unknown(known, kept))
                .compose(unknown -> team == null
                        ? Future.succeededFuture(unknown)
                        : ScheduleStore.teamExists(tx::query, team).map(exists -> {
                            List<Answer.Bad> all = new ArrayList<>(unknown);
                            if (!exists) {
                                all.add(new Answer.Bad("/team", "there is no such team"));
                            }
                            return all;
                        }));
    }

    private static Future<Answer<Schedule>> saved(
            Tx tx, Caller by, String action, @Nullable Schedule before, Schedule after) {
        Map<String, Object> changes =
                before == null ? Map.of("name", after.name()) : Changes.between(shown(before), shown(after));
        return AuditStore.write(tx::query, by, action, after.id(), after.team(), changes)
                .map(done -> new Answer.Done<>(after, after.version()));
    }

    private static Map<String, Object> shown(Schedule schedule) {
        Map<String, Object> shown = new HashMap<>();
        shown.put("name", schedule.name());
        shown.put("team", String.valueOf(schedule.team()));
        shown.put("document", ScheduleDocument.of(schedule));
        return shown;
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
