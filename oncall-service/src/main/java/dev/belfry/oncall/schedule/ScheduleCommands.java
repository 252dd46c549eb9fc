package dev.belfry.oncall.schedule;

import dev.belfry.oncall.answer.Answer;
import dev.belfry.oncall.answer.ConstraintStore;
import dev.belfry.oncall.people.PeopleStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes schedules and overrides. */
public final class ScheduleCommands {
    private static final String TAKEN = "another schedule has this name";

    private final Database database;
    private final InstantSource clock;

    public ScheduleCommands(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    Future<Answer<Schedule>> create(UUID id, ScheduleDraft draft) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        Schedule schedule = draft.schedule(id, 1);
        return database.transact(tx -> unknown(tx, draft)
                        .compose(unknown -> unknown.isEmpty()
                                ? ScheduleStore.insert(tx::query, schedule).map(done -> done(schedule))
                                : Future.<Answer<Schedule>>succeededFuture(new Answer.Invalid<>(unknown))))
                .recover(failure -> ConstraintStore.taken(failure, TAKEN));
    }

    Future<Answer<Schedule>> update(UUID id, ScheduleDraft draft, @Nullable Long expected) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        return database.transact(tx ->
                        ScheduleStore.lock(tx::query, id).compose(version -> change(tx, id, version, draft, expected)))
                .recover(failure -> ConstraintStore.taken(failure, TAKEN));
    }

    private static Future<Answer<Schedule>> change(
            Tx tx, UUID id, @Nullable Long version, ScheduleDraft draft, @Nullable Long expected) {
        if (version == null) {
            return Future.succeededFuture(new Answer.Missing<>("no such schedule"));
        }
        if (expected != null && !expected.equals(version)) {
            return Future.succeededFuture(new Answer.Stale<>());
        }
        Schedule schedule = draft.schedule(id, version + 1);
        return unknown(tx, draft)
                .compose(unknown -> unknown.isEmpty()
                        ? ScheduleStore.update(tx::query, schedule).map(done -> done(schedule))
                        : Future.succeededFuture(new Answer.Invalid<>(unknown)));
    }

    Future<Answer<UUID>> delete(UUID id) {
        return database.transact(tx -> ScheduleStore.delete(tx::query, id).map(deleted -> gone(deleted, id)))
                .recover(failure -> ConstraintStore.inUse(failure, "this schedule"));
    }

    Future<Answer<ScheduleOverride>> override(UUID id, OverrideDraft draft) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        Set<UUID> people = new HashSet<>(Set.of(draft.user()));
        if (draft.replaces() != null) {
            people.add(draft.replaces());
        }
        ScheduleOverride override = draft.override(id, clock.instant());
        return database.transact(tx -> PeopleStore.known(tx::query, people)
                .compose(known -> ScheduleStore.known(tx::query, List.of(draft.schedule()))
                        .map(schedules -> draft.unknown(known, !schedules.isEmpty())))
                .compose(unknown -> unknown.isEmpty()
                        ? ScheduleStore.insert(tx::query, override)
                                .<Answer<ScheduleOverride>>map(done -> new Answer.Done<>(override, 1))
                        : Future.succeededFuture(new Answer.Invalid<>(unknown))));
    }

    Future<Answer<UUID>> deleteOverride(UUID id) {
        return database.transact(
                tx -> ScheduleStore.deleteOverride(tx::query, id).map(deleted -> gone(deleted, id)));
    }

    private static Future<List<Answer.Bad>> unknown(Tx tx, ScheduleDraft draft) {
        return PeopleStore.known(tx::query, draft.rotation().participants()).map(draft::unknown);
    }

    private static Answer<Schedule> done(Schedule schedule) {
        return new Answer.Done<>(schedule, schedule.version());
    }

    private static Answer<UUID> gone(boolean deleted, UUID id) {
        return deleted ? new Answer.Done<>(id, 0) : new Answer.Missing<>("nothing has this id");
    }
}
