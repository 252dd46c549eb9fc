package dev.belfry.oncall.rota.board;

import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads who is on call now. */
public final class BoardQueries {
    private static final Duration AHEAD = Duration.ofDays(14);
    private static final int MOST_SCHEDULES = 200;

    private final ScheduleQueries schedules;
    private final PeopleQueries people;
    private final InstantSource clock;

    public BoardQueries(ScheduleQueries schedules, PeopleQueries people, InstantSource clock) {
        this.schedules = schedules;
        this.people = people;
        this.clock = clock;
    }

    /** @param team whose schedules; null for all */
    Future<Board> board(@Nullable UUID team) {
        return schedules.schedules(new UUID(0, 0), team, MOST_SCHEDULES).compose(this::of);
    }

    /** The board of these schedules, the first of them when there are very many. */
    public Future<Board> of(List<Schedule> some) {
        return of(some, (rolls, teams, now) -> Board.of(rolls, teams));
    }

    /**
     * The same for the home page.
     *
     * @param me whose next shifts are named; null for who is no person
     */
    Future<OnCallNow> now(Set<UUID> myTeams, @Nullable UUID me) {
        return schedules
                .schedules(new UUID(0, 0), null, MOST_SCHEDULES)
                .compose(some -> of(some, (rolls, teams, now) -> OnCallNow.of(rolls, teams, myTeams, me, now)));
    }

    private <T> Future<T> of(List<Schedule> some, Shape<T> shape) {
        List<Schedule> shown = some.subList(0, Math.min(some.size(), MOST_SCHEDULES));
        List<UUID> teams = shown.stream()
                .map(Schedule::team)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Instant now = clock.instant();
        return schedules
                .rolls(shown, now, now.plus(AHEAD))
                .compose(rolls -> people.teamNames(teams).map(names -> shape.of(rolls, names, now)));
    }

    private interface Shape<T> {
        T of(List<Roll> rolls, Map<UUID, String> teams, Instant now);
    }
}
