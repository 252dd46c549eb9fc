package dev.belfry.oncall.rota.board;

import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
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
        List<Schedule> shown = some.subList(0, Math.min(some.size(), MOST_SCHEDULES));
        List<UUID> teams = shown.stream()
                .map(Schedule::team)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Instant now = clock.instant();
        return schedules
                .rolls(shown, now, now.plus(AHEAD))
                .compose(rolls -> people.teamNames(teams).map(names -> Board.of(rolls, names)));
    }
}
