package dev.belfry.oncall.rota.handoff;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.identity.directory.Notices;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.identity.profile.ReminderStore;
import dev.belfry.oncall.rota.coverage.CoverageQueries;
import dev.belfry.oncall.rota.coverage.Finding;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reminds people of shifts that begin soon, and tells team leads what the days ahead lack. Each replica takes the schedules
 * that are due, one after the other; a schedule is due when a notice about it may be due, and at once when it was changed.
 * The ids of sent notices are kept in the same transaction, so that each is sent once.
 */
public final class HandoffSweep {
    private static final Logger LOG = LoggerFactory.getLogger(HandoffSweep.class);
    private static final Duration NOTES = Duration.ofDays(14);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration TWO_DAYS = Duration.ofDays(2);
    /** A schedule that cannot be told of must not keep the others waiting. */
    private static final Duration PUT_OFF = Duration.ofMinutes(5);

    private final Database database;
    private final ScheduleQueries schedules;
    private final CoverageQueries coverage;
    private final Duration ahead;
    private final InstantSource clock;

    /** @param ahead how far ahead those who lead a team are told what is missing */
    public HandoffSweep(
            Database database,
            ScheduleQueries schedules,
            CoverageQueries coverage,
            Duration ahead,
            InstantSource clock) {
        this.database = database;
        this.schedules = schedules;
        this.coverage = coverage;
        this.ahead = ahead;
        this.clock = clock;
    }

    /** Sends what is due, of all schedules that are. */
    public Future<Void> look() {
        Instant now = clock.instant();
        return HandoffStore.arm(database::query, now).compose(armed -> next(now));
    }

    private Future<Void> next(Instant now) {
        return one(now).compose(found -> found ? next(now) : Future.succeededFuture());
    }

    /** False when nothing is due. */
    private Future<Boolean> one(Instant now) {
        AtomicReference<UUID> claimed = new AtomicReference<>();
        return database.transact(tx -> HandoffStore.claim(tx::query, now).compose(id -> {
                    if (id == null) {
                        return Future.succeededFuture(false);
                    }
                    claimed.set(id);
                    return tell(tx, id, now).map(true);
                }))
                .recover(failure -> {
                    UUID id = claimed.get();
                    if (id == null) {
                        return Future.failedFuture(failure);
                    }
                    LOG.atWarn()
                            .addKeyValue("schedule", id)
                            .setCause(failure)
                            .log("what begins soon could not be told");
                    return HandoffStore.lookAt(database::query, id, now.plus(PUT_OFF))
                            .map(true);
                });
    }

    private Future<Void> tell(Tx tx, UUID id, Instant now) {
        return schedules
                .schedule(id)
                .compose(schedule -> schedule == null
                        ? Future.succeededFuture()
                        : schedules
                                .rolls(List.of(schedule), now, now.plus(TWO_DAYS))
                                .compose(rolls -> {
                                    Roll roll = rolls.getFirst();
                                    return remind(tx, roll, now)
                                            .compose(done -> morning(tx, schedule, now))
                                            .compose(done ->
                                                    HandoffStore.lookAt(tx::query, id, Handoffs.next(roll, now)));
                                }));
    }

    private static Future<Void> remind(Tx tx, Roll roll, Instant now) {
        Set<UUID> people = Handoffs.begins(roll, now).stream()
                .map(stretch -> stretch.duty().user())
                .collect(Collectors.toSet());
        if (people.isEmpty()) {
            return Future.succeededFuture();
        }
        return ReminderStore.of(tx::query, people)
                .compose(wishes -> HandoffStore.newest(
                                tx::query, List.of(roll.schedule().id()), now.minus(NOTES))
                        .compose(notes -> tell(tx, Handoffs.reminders(roll, notes, now, wishes), now)));
    }

    /** In the morning: what is missing to those who lead the team, and on Mondays the week to all of it. */
    private Future<Void> morning(Tx tx, Schedule schedule, Instant now) {
        UUID team = schedule.team();
        if (team == null || !Handoffs.isMorning(schedule.zone(), now)) {
            return Future.succeededFuture();
        }
        return schedules.rolls(List.of(schedule), now, now.plus(WEEK)).compose(rolls -> {
            Roll roll = rolls.getFirst();
            return coverage(tx, roll, team, now)
                    .compose(done -> Handoffs.isMonday(schedule.zone(), now)
                            ? PeopleStore.members(tx::query, List.of(team))
                                    .compose(members -> tell(
                                            tx, Handoffs.digest(roll, members.getOrDefault(team, List.of()), now), now))
                            : Future.succeededFuture());
        });
    }

    private Future<Void> coverage(Tx tx, Roll roll, UUID team, Instant now) {
        return PeopleStore.managers(tx::query, List.of(team)).compose(managers -> {
            List<UUID> leads = managers.getOrDefault(team, List.of());
            if (leads.isEmpty()) {
                return Future.succeededFuture();
            }
            return coverage.findings(roll.schedule(), now, ahead)
                    .compose(findings -> HandoffStore.tell(
                                    tx::query,
                                    findings.stream().map(Finding::id).toList(),
                                    now)
                            .compose(fresh ->
                                    tell(tx, Handoffs.coverage(roll, findings, fresh, ahead, leads, now), now)));
        });
    }

    private static Future<Void> tell(Tx tx, List<NoticeRequest> notices, Instant now) {
        if (notices.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<UUID, NoticeRequest> byId =
                notices.stream().collect(Collectors.toMap(NoticeRequest::id, notice -> notice, (one, other) -> one));
        return HandoffStore.tell(tx::query, byId.keySet(), now)
                .onSuccess(fresh -> fresh.forEach(id -> {
                    NoticeRequest notice = byId.get(id);
                    if (notice != null) {
                        tx.emit(Notices.of(notice));
                    }
                }))
                .mapEmpty();
    }
}
