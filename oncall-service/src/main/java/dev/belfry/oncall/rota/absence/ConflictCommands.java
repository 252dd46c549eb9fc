package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.identity.directory.Notices;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.rota.exchange.CoverRequest;
import dev.belfry.oncall.rota.exchange.Part;
import dev.belfry.oncall.rota.exchange.StandingCommands;
import dev.belfry.oncall.rota.schedule.OnCallQueries;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.Shift;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks for cover where somebody is on call while they are away, and tells those who lead the team when nobody has taken it
 * shortly before. The person stays on call until somebody does.
 */
public final class ConflictCommands {
    private static final Duration AHEAD = Duration.ofDays(60);
    /** So that somebody's time begins where it did when it was looked at before. */
    private static final Duration BACK = Duration.ofDays(14);

    private static final Duration SOON = Duration.ofDays(2);
    private static final int AT_ONCE = 50;

    private final Database database;
    private final InstantSource clock;

    public ConflictCommands(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param person whose absences changed; null for everybody's */
    public Future<Void> settle(@Nullable UUID person) {
        return settle(person, new UUID(0, 0), clock.instant());
    }

    private Future<Void> settle(@Nullable UUID person, UUID after, Instant now) {
        return AbsenceStore.concerned(database::query, person, now, now.plus(AHEAD), after, AT_ONCE)
                .compose(schedules -> {
                    Future<Void> last = Future.succeededFuture();
                    for (UUID schedule : schedules) {
                        last = last.compose(done -> database.transact(tx -> settle(tx, schedule, now)));
                    }
                    return schedules.size() < AT_ONCE
                            ? last
                            : last.compose(done -> settle(person, schedules.getLast(), now));
                });
    }

    private static Future<Void> settle(Tx tx, UUID id, Instant now) {
        return OnCallQueries.owner(tx::query, id)
                .compose(owner -> owner == null
                        ? Future.succeededFuture()
                        : OnCallQueries.ahead(tx::query, id, now.minus(BACK), now.plus(AHEAD))
                                .compose(ahead -> ahead == null
                                        ? Future.succeededFuture()
                                        : parts(tx, ahead, now)
                                                .compose(parts -> StandingCommands.settle(tx, owner, parts, now))
                                                .compose(open -> tell(tx, ahead.schedule(), open, now))));
    }

    private static Future<List<Part>> parts(Tx tx, OnCallQueries.Ahead ahead, Instant now) {
        Set<UUID> people = new HashSet<>();
        for (Shift shift : ahead.shifts()) {
            people.addAll(shift.people());
        }
        return AbsenceQueries.of(tx::query, people, now, now.plus(AHEAD))
                .map(away -> Conflicts.of(ahead.shifts(), away, now));
    }

    private static Future<Void> tell(Tx tx, Schedule schedule, List<CoverRequest> open, Instant now) {
        List<CoverRequest> soon = open.stream()
                .filter(request -> request.part().start().isBefore(now.plus(SOON)))
                .toList();
        return StandingCommands.told(tx, soon, now)
                .compose(fresh -> fresh.isEmpty()
                        ? Future.succeededFuture()
                        : people(tx, schedule, soon).map(people -> {
                            soon.stream()
                                    .filter(request -> fresh.contains(request.id()))
                                    .flatMap(request -> CoverNotices.of(schedule, request, people, now).stream())
                                    .forEach(notice -> tx.emit(Notices.of(notice)));
                            return null;
                        }));
    }

    private static Future<CoverNotices.People> people(Tx tx, Schedule schedule, List<CoverRequest> soon) {
        UUID team = schedule.team();
        Set<UUID> absent = new HashSet<>();
        soon.forEach(request -> absent.add(request.part().user()));
        return PeopleStore.names(tx::query, absent)
                .compose(names -> PeopleStore.managers(tx::query, team == null ? List.of() : List.of(team))
                        .map(managers -> new CoverNotices.People(
                                names, team == null ? List.of() : managers.getOrDefault(team, List.of()))));
    }
}
