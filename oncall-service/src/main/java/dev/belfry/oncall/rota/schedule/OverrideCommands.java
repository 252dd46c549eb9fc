package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes and removes overrides and temporary schedules; what is past of them only a manager changes, who says why. */
public final class OverrideCommands {
    private final Database database;
    private final InstantSource clock;
    private final WatchCommands watch;

    public OverrideCommands(Database database, InstantSource clock, WatchCommands watch) {
        this.database = database;
        this.clock = clock;
        this.watch = watch;
    }

    /** An override with what whoever made it should know. */
    public record Made(ScheduleOverride override, List<String> warnings) {
        public Made {
            warnings = List.copyOf(warnings);
        }
    }

    public Future<Answer<Made>> override(Caller by, UUID id, OverrideDraft draft) {
        Instant now = now();
        List<Answer.Bad> bad = draft.bad(now);
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        ScheduleOverride override = draft.override(id, now, by.principal().id());
        return database.transact(tx -> PeopleStore.standing(tx::query, draft.people())
                .compose(known -> ScheduleStore.lock(tx::query, clock, draft.schedule())
                        .map(ScheduleStore.Locked::schedule)
                        .compose(schedule -> {
                            List<Answer.Bad> unknown = draft.unknown(known, schedule);
                            if (schedule == null || !unknown.isEmpty()) {
                                return Future.succeededFuture(new Answer.Invalid<>(unknown));
                            }
                            String refusal = refusal(by, schedule, draft.correction());
                            return refusal == null
                                    ? effect(tx, override)
                                            .compose(effect -> make(tx, by, schedule, draft, override, effect))
                                    : Future.succeededFuture(new Answer.Forbidden<>(refusal));
                        })));
    }

    /** Null when the caller may. */
    private static @Nullable String refusal(Caller by, Schedule schedule, @Nullable String correction) {
        if (!by.may(schedule.team())) {
            return by.refusal();
        }
        return correction == null || by.principal().may(Role.MANAGER, schedule.team()) ? null : Closing.FOR_MANAGERS;
    }

    private static Future<Effect> effect(Tx tx, ScheduleOverride override) {
        return ScheduleStore.facts(
                        tx::query, List.of(override.schedule()), override.start(), override.end(), Duration.ZERO)
                .map(all -> {
                    ScheduleStore.Facts facts = Objects.requireNonNull(all.get(override.schedule()));
                    return Effect.of(
                            override, facts.resolver(), facts.with(override).resolver());
                });
    }

    private Future<Answer<Made>> make(
            Tx tx, Caller by, Schedule schedule, OverrideDraft draft, ScheduleOverride override, Effect effect) {
        Answer.Bad why = effect.why();
        if (why != null) {
            return Future.succeededFuture(new Answer.Invalid<>(List.of(why)));
        }
        Made made = new Made(override, effect.words(override, draft.start()));
        String action = draft.correction() == null ? "override.made" : "override.corrected";
        return watch.around(
                tx,
                by,
                schedule.id(),
                () -> OverrideStore.insert(tx::query, override)
                        .compose(done -> audit(tx, by, action, schedule, override.id(), override, draft.correction()))
                        .map(done -> new Answer.Done<>(made, 1)));
    }

    /** @param correction why the past is changed; null to change nothing that is past */
    public Future<Answer<UUID>> deleteOverride(Caller by, UUID id, @Nullable String correction) {
        return database.transact(tx -> OverrideStore.override(tx::query, id)
                .compose(override -> override == null
                        ? Future.succeededFuture(new Answer.Missing<>(ScheduleOverride.THING))
                        : close(
                                tx,
                                by,
                                "override",
                                new Closed(
                                        id,
                                        override.schedule(),
                                        override.start(),
                                        override.end(),
                                        override,
                                        () -> OverrideStore.delete(tx::query, id),
                                        now -> OverrideStore.end(tx::query, id, now)),
                                correction)));
    }

    public Future<Answer<TemporarySchedule>> temporary(Caller by, UUID id, TemporaryDraft draft) {
        Instant now = now();
        List<Answer.Bad> bad = draft.bad(now);
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        TemporarySchedule temporary = draft.temporary(id, now);
        Set<UUID> people = new HashSet<>();
        draft.shifts().forEach(shift -> people.add(shift.user()));
        return database.transact(tx -> PeopleStore.standing(tx::query, people)
                .compose(known -> ScheduleStore.lock(tx::query, clock, draft.schedule())
                        .map(ScheduleStore.Locked::schedule)
                        .compose(schedule -> {
                            List<Answer.Bad> unknown = new ArrayList<>(draft.unknown(known));
                            if (schedule == null) {
                                unknown.add(new Answer.Bad("/schedule", "there is no such schedule"));
                            }
                            if (schedule == null || !unknown.isEmpty()) {
                                return Future.succeededFuture(new Answer.Invalid<>(unknown));
                            }
                            String refusal = refusal(by, schedule, draft.correction());
                            return refusal == null
                                    ? add(tx, by, schedule, temporary, draft.correction())
                                    : Future.succeededFuture(new Answer.Forbidden<>(refusal));
                        })));
    }

    private Future<Answer<TemporarySchedule>> add(
            Tx tx, Caller by, Schedule schedule, TemporarySchedule temporary, @Nullable String correction) {
        return OverrideStore.overlapping(tx::query, schedule.id(), temporary.start(), temporary.end())
                .compose(other -> {
                    if (other != null) {
                        return Future.succeededFuture(new Answer.Invalid<>(List.of(new Answer.Bad(
                                "/start", "the temporary schedule " + other + " lies there; remove it first"))));
                    }
                    String actor = by.principal().id();
                    String action = correction == null ? "temporary-schedule.made" : "temporary-schedule.corrected";
                    return watch.around(
                            tx,
                            by,
                            schedule.id(),
                            () -> OverrideStore.insert(tx::query, temporary, actor)
                                    .compose(done ->
                                            audit(tx, by, action, schedule, temporary.id(), temporary, correction))
                                    .map(done -> new Answer.Done<>(temporary, 1)));
                });
    }

    /** @param correction why the past is changed; null to change nothing that is past */
    public Future<Answer<UUID>> deleteTemporary(Caller by, UUID id, @Nullable String correction) {
        return database.transact(tx -> OverrideStore.temporary(tx::query, id)
                .compose(temporary -> temporary == null
                        ? Future.succeededFuture(new Answer.Missing<>(TemporarySchedule.THING))
                        : close(
                                tx,
                                by,
                                "temporary-schedule",
                                new Closed(
                                        id,
                                        temporary.schedule(),
                                        temporary.start(),
                                        temporary.end(),
                                        temporary,
                                        () -> OverrideStore.deleteTemporary(tx::query, id),
                                        now -> OverrideStore.endTemporary(tx::query, id, now)),
                                correction)));
    }

    @FunctionalInterface
    private interface Ending {
        Future<Void> at(Instant now);
    }

    /** What is to be taken away: all of it, or what is ahead of it. */
    private record Closed(
            UUID id,
            UUID schedule,
            Instant start,
            Instant end,
            Object what,
            Supplier<Future<Boolean>> remove,
            Ending cut) {}

    private Future<Answer<UUID>> close(Tx tx, Caller by, String word, Closed one, @Nullable String correction) {
        return ScheduleStore.lock(tx::query, clock, one.schedule).compose(locked -> {
            Instant now = locked.now();
            Schedule schedule = locked.schedule();
            String refusal = schedule == null ? by.refusal() : refusal(by, schedule, correction);
            if (schedule == null || refusal != null) {
                return Future.succeededFuture(new Answer.Forbidden<>(Objects.requireNonNull(refusal)));
            }
            Closing closing = Closing.of(one.start, one.end, now, correction != null);
            if (closing == Closing.CLOSED) {
                return Future.succeededFuture(new Answer.Conflict<>(Closing.OVER));
            }
            boolean ends = closing == Closing.ENDED;
            String action = word + (correction != null ? ".corrected" : ends ? ".ended" : ".removed");
            return watch.around(
                    tx,
                    by,
                    schedule.id(),
                    () -> (ends ? one.cut.at(now) : one.remove.get())
                            .compose(done -> audit(tx, by, action, schedule, one.id, one.what, correction))
                            .map(done -> new Answer.Done<>(one.id, 0)));
        });
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Future<Void> audit(
            Tx tx, Caller by, String action, Schedule schedule, UUID id, Object what, @Nullable String correction) {
        Map<String, Object> detail = new HashMap<>(Json.mapper().convertValue(what, Json.MAP));
        if (correction != null) {
            detail.put("correction", correction);
        }
        return AuditStore.write(tx::query, by, action, id, schedule.team(), detail);
    }
}
