package dev.belfry.oncall.rota.calendar;

import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.identity.people.Team;
import dev.belfry.oncall.identity.people.User;
import dev.belfry.oncall.rota.board.Board;
import dev.belfry.oncall.rota.board.BoardQueries;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.id.Sha256;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads feeds, and what is in them. */
public final class CalendarQueries {
    /** What Google still takes: about a megabyte. */
    private static final int MOST_EVENTS = 2_000;

    private static final int MOST_SCHEDULES = 500;
    private static final Duration BACK = Duration.ofDays(31);
    private static final Duration AHEAD = Duration.ofDays(183);

    private final Database database;
    private final ScheduleQueries schedules;
    private final PeopleQueries people;
    private final BoardQueries boards;
    private final InstantSource clock;

    public CalendarQueries(
            Database database,
            ScheduleQueries schedules,
            PeopleQueries people,
            BoardQueries boards,
            InstantSource clock) {
        this.database = database;
        this.schedules = schedules;
        this.people = people;
        this.boards = boards;
        this.clock = clock;
    }

    Future<List<CalendarFeed>> feeds(@Nullable UUID owner, UUID after, int limit) {
        return CalendarStore.feeds(database::query, owner, after, limit);
    }

    /** What a feed is about: its name, its zone, and the schedules that may have its shifts. */
    private record Subject(String name, ZoneId zone, List<Schedule> schedules, boolean more) {
        /** @param found one more than a feed has, where there are so many */
        static Subject of(String name, List<Schedule> found) {
            return new Subject(
                    name,
                    FeedEvents.zone(found),
                    found.subList(0, Math.min(found.size(), MOST_SCHEDULES)),
                    found.size() > MOST_SCHEDULES);
        }
    }

    /** What a feed has not, in words; empty when it has everything. */
    private static String leftOut(int events, int all, Subject subject) {
        String shifts =
                events == all ? "" : "Only the %d shifts nearest to today are here, of %d. ".formatted(events, all);
        String schedules = subject.more
                ? "Only the %d schedules made first are here: follow the feed of a team, a schedule or a person for others."
                        .formatted(MOST_SCHEDULES)
                : "";
        return (shifts + schedules).strip();
    }

    /** The feed at this secret address as iCalendar, from a month ago to half a year ahead; null when there is none. */
    Future<@Nullable String> text(String secret) {
        return CalendarStore.byHash(database::query, Sha256.hex(secret))
                .compose(feed -> feed == null ? Future.succeededFuture(null) : text(feed));
    }

    private Future<@Nullable String> text(CalendarFeed feed) {
        // Whole days: the same bytes come out all day while nothing changes.
        Instant today = clock.instant().truncatedTo(java.time.temporal.ChronoUnit.DAYS);
        Instant from = today.minus(BACK);
        Instant to = today.plus(AHEAD);
        return subject(feed)
                .compose(subject -> subject == null
                        ? Future.succeededFuture(null)
                        : schedules.rolls(subject.schedules, from, to).map(rolls -> {
                            UUID user = feed.kind() == FeedKind.USER ? feed.subject() : null;
                            List<FeedEvent> all = FeedEvents.of(rolls, user, from, to);
                            List<FeedEvent> events = FeedEvents.nearest(all, today, MOST_EVENTS);
                            String leftOut = leftOut(events.size(), all.size(), subject);
                            Instant stamp = feed.rotatedAt() == null ? feed.createdAt() : feed.rotatedAt();
                            return Calendar.text(subject.name, leftOut, subject.zone, stamp, events);
                        }));
    }

    /** Who is on call now on the schedules of the feed at this secret address; null when there is none. */
    Future<@Nullable Board> board(String secret) {
        return CalendarStore.byHash(database::query, Sha256.hex(secret))
                .compose(feed ->
                        feed == null || feed.kind() == FeedKind.USER ? Future.succeededFuture(null) : subject(feed))
                .compose(subject -> subject == null
                        ? Future.succeededFuture(null)
                        : boards.of(subject.schedules).map(board -> board));
    }

    private Future<@Nullable Subject> subject(CalendarFeed feed) {
        UUID subject = feed.subject();
        if (subject == null) {
            return schedules.schedules(new UUID(0, 0), null, MOST_SCHEDULES + 1).map(all -> Subject.of("On call", all));
        }
        return switch (feed.kind()) {
            case USER -> people.user(subject).compose(this::user);
            case TEAM -> people.team(subject).compose(this::team);
            case SCHEDULE, ALL ->
                schedules
                        .schedule(subject)
                        .map(schedule -> schedule == null ? null : Subject.of(schedule.name(), List.of(schedule)));
        };
    }

    private Future<@Nullable Subject> user(@Nullable User user) {
        return user == null || !user.active()
                ? Future.succeededFuture(null)
                : schedules
                        .naming(user.id(), clock.instant().minus(BACK).minus(Duration.ofDays(1)))
                        .map(theirs ->
                                new Subject(user.name() + " on call", ZoneId.of(user.timeZone()), theirs, false));
    }

    private Future<@Nullable Subject> team(@Nullable Team team) {
        return team == null
                ? Future.succeededFuture(null)
                : schedules
                        .schedules(new UUID(0, 0), team.id(), MOST_SCHEDULES + 1)
                        .map(all -> Subject.of(team.name() + " on call", all));
    }
}
