package dev.belfry.oncall.handoff;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.people.PeopleStore;
import dev.belfry.oncall.schedule.Schedule;
import dev.belfry.oncall.schedule.ScheduleQueries;
import dev.belfry.oncall.schedule.ScheduleQueries.Roll;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every minute at what begins soon. Each replica does; what was told is kept under the notice's id, so that people
 * hear of it once.
 */
public final class HandoffTimer {
    private static final Logger LOG = LoggerFactory.getLogger(HandoffTimer.class);
    private static final long LOOK_MS = 60_000;
    /** How long before a shift its person is reminded of it. */
    private static final Duration BEFORE = Duration.ofHours(1);

    private static final int AT_ONCE = 200;
    private static final Duration NOTES = Duration.ofDays(14);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration REMEMBERED = Duration.ofDays(60);

    private final Database database;
    private final ScheduleQueries schedules;
    private final InstantSource clock;
    private boolean looking;

    public HandoffTimer(Database database, ScheduleQueries schedules, InstantSource clock) {
        this.database = database;
        this.schedules = schedules;
        this.clock = clock;
    }

    public void start(Vertx vertx) {
        vertx.setPeriodic(LOOK_MS, due -> {
            if (!looking) {
                looking = true;
                look().onComplete(looked -> {
                    looking = false;
                    if (looked.failed()) {
                        LOG.atWarn().setCause(looked.cause()).log("what begins soon could not be told");
                    }
                });
            }
        });
    }

    /** Tells what is due, of all schedules. */
    public Future<Void> look() {
        Instant now = clock.instant();
        return look(new UUID(0, 0), now).compose(done -> HandoffStore.forget(database::query, now.minus(REMEMBERED)));
    }

    private Future<Void> look(UUID after, Instant now) {
        return schedules
                .schedules(after, null, AT_ONCE)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : remind(found, now)
                                .compose(done -> morning(found, now))
                                .compose(done -> found.size() < AT_ONCE
                                        ? Future.succeededFuture()
                                        : look(found.getLast().id(), now)));
    }

    private Future<Void> remind(List<Schedule> some, Instant now) {
        return schedules.rolls(some, now, now.plus(BEFORE).plusMillis(1)).compose(rolls -> {
            List<Roll> begins = rolls.stream()
                    .filter(roll ->
                            !Handoffs.reminders(roll, List.of(), now, BEFORE).isEmpty())
                    .toList();
            if (begins.isEmpty()) {
                return Future.succeededFuture();
            }
            List<UUID> ids = begins.stream().map(roll -> roll.schedule().id()).toList();
            return HandoffStore.newest(database::query, ids, now.minus(NOTES)).compose(notes -> {
                Map<UUID, List<HandoffNote>> bySchedule =
                        notes.stream().collect(Collectors.groupingBy(HandoffNote::schedule));
                return tell(
                        begins.stream()
                                .flatMap(roll -> Handoffs.reminders(
                                        roll,
                                        bySchedule.getOrDefault(roll.schedule().id(), List.of()),
                                        now,
                                        BEFORE)
                                        .stream())
                                .toList(),
                        now);
            });
        });
    }

    /** In the morning: gaps to those who lead the team, and on Mondays the week to all of it. */
    private Future<Void> morning(List<Schedule> some, Instant now) {
        List<Schedule> due = some.stream()
                .filter(schedule -> schedule.team() != null && Handoffs.isMorning(schedule.zone(), now))
                .toList();
        if (due.isEmpty()) {
            return Future.succeededFuture();
        }
        List<UUID> teams = due.stream().map(Schedule::team).distinct().toList();
        return PeopleStore.members(database::query, teams)
                .compose(members -> PeopleStore.managers(database::query, teams)
                        .compose(managers -> schedules
                                .rolls(due, now, now.plus(WEEK))
                                .compose(rolls -> tell(ahead(rolls, members, managers, now), now))));
    }

    private static List<NoticeRequest> ahead(
            List<Roll> rolls, Map<UUID, List<UUID>> members, Map<UUID, List<UUID>> managers, Instant now) {
        List<NoticeRequest> notices = new ArrayList<>();
        for (Roll roll : rolls) {
            UUID team = roll.schedule().team();
            if (team != null) {
                notices.addAll(Handoffs.gaps(roll, managers.getOrDefault(team, List.of()), now));
                if (Handoffs.isMonday(roll.schedule().zone(), now)) {
                    notices.addAll(Handoffs.digest(roll, members.getOrDefault(team, List.of()), now));
                }
            }
        }
        return notices;
    }

    private Future<Void> tell(List<NoticeRequest> notices, Instant now) {
        if (notices.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<UUID, NoticeRequest> byId =
                notices.stream().collect(Collectors.toMap(NoticeRequest::id, notice -> notice, (one, other) -> one));
        return database.transact(tx -> HandoffStore.tell(tx::query, byId.keySet(), now)
                .onSuccess(fresh -> fresh.forEach(id -> {
                    NoticeRequest notice = byId.get(id);
                    if (notice != null) {
                        tx.emit(new Message(
                                id,
                                Topics.NOTICES.name(),
                                notice.userId().toString(),
                                NoticeRequest.TYPE,
                                notice.userId().toString(),
                                notice));
                    }
                }))
                .mapEmpty());
    }
}
