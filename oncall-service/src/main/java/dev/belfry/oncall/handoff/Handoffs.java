package dev.belfry.oncall.handoff;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.calendar.Stretch;
import dev.belfry.oncall.coverage.Coverage;
import dev.belfry.oncall.schedule.Schedule;
import dev.belfry.oncall.schedule.ScheduleQueries.Roll;
import dev.belfry.platform.id.Ids;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Decides whom to tell what; the id of a notice is derived from what it is about, so that it is told once. */
final class Handoffs {
    /** When a schedule's team is told of the days ahead, in the schedule's zone; who was away then has an hour. */
    static final LocalTime MORNING = LocalTime.of(8, 0);

    private static final Duration LATE = Duration.ofHours(1);
    private static final int MOST_GAPS = 50;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final DateTimeFormatter WEEK_OF_YEAR = DateTimeFormatter.ofPattern("YYYY-'W'ww", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

    private Handoffs() {}

    /** Reminders of the shifts that begin after {@code now} and not later than {@code before} from it. */
    static List<NoticeRequest> reminders(Roll roll, List<HandoffNote> notes, Instant now, Duration before) {
        List<NoticeRequest> reminders = new ArrayList<>();
        Schedule schedule = roll.schedule();
        for (Stretch stretch : Stretch.of(roll.shifts(), null)) {
            boolean soon = stretch.start().isAfter(now) && !stretch.start().isAfter(now.plus(before));
            if (soon && !stretch.follows()) {
                UUID user = stretch.duty().user();
                reminders.add(new NoticeRequest(
                        Ids.derived("shift-begins", schedule.id(), user, stretch.start()),
                        user,
                        "shift.begins",
                        (stretch.duty().shadow() ? "You shadow from " : "You are on call from ")
                                + TIME.format(stretch.start().atZone(schedule.zone())) + ": " + schedule.name(),
                        text(schedule, stretch, notes),
                        "/on-call",
                        now));
            }
        }
        return reminders;
    }

    private static String text(Schedule schedule, Stretch stretch, List<HandoffNote> notes) {
        StringBuilder text = new StringBuilder("Your shift on \"")
                .append(schedule.name())
                .append("\" begins on ")
                .append(time(stretch.start(), schedule.zone()))
                .append(stretch.end().equals(Instant.MAX) ? "" : " and ends on " + time(stretch.end(), schedule.zone()))
                .append(".\n");
        if (!notes.isEmpty()) {
            text.append("\nLeft for you:\n");
            for (HandoffNote note : notes) {
                text.append("\n")
                        .append(note.authorName())
                        .append(", ")
                        .append(time(note.createdAt(), schedule.zone()))
                        .append(":\n")
                        .append(note.text())
                        .append("\n");
            }
        }
        return text.toString();
    }

    /** Whether it is the hour in which the schedule's team is told of the days ahead. */
    static boolean isMorning(ZoneId zone, Instant now) {
        ZonedDateTime local = now.atZone(zone);
        ZonedDateTime due = local.with(MORNING);
        return !local.isBefore(due) && local.isBefore(due.plus(LATE));
    }

    /** Whether the week is told on that morning. */
    static boolean isMonday(ZoneId zone, Instant now) {
        return now.atZone(zone).getDayOfWeek() == DayOfWeek.MONDAY;
    }

    /** That nobody is on call for a part of the next seven days, to those who lead the team; at most once a week. */
    static List<NoticeRequest> gaps(Roll roll, List<UUID> managers, Instant now) {
        Schedule schedule = roll.schedule();
        Instant end = now.plus(WEEK);
        List<Coverage.Stretch> gaps = Coverage.of(roll.shifts(), now, end).gaps();
        if (gaps.isEmpty()) {
            return List.of();
        }
        StringBuilder text = new StringBuilder("Nobody is on call on \"" + schedule.name() + "\":\n\n");
        for (Coverage.Stretch gap : gaps.subList(0, Math.min(gaps.size(), MOST_GAPS))) {
            text.append(time(gap.start(), schedule.zone()))
                    .append(" to ")
                    .append(gap.end().equals(end) ? "the end of these seven days" : time(gap.end(), schedule.zone()))
                    .append("\n");
        }
        text.append(
                "\nPages that this schedule would take go to the next step of their policy, or to its catch-all.\n");
        String week = WEEK_OF_YEAR.format(now.atZone(schedule.zone()));
        return managers.stream()
                .map(person -> new NoticeRequest(
                        Ids.derived("gaps", schedule.id(), person, week),
                        person,
                        "schedule.gaps",
                        "Nobody is on call for a part of this week: " + schedule.name(),
                        text.toString(),
                        "/on-call",
                        now))
                .toList();
    }

    /** The next seven days of a schedule for each of these people. */
    static List<NoticeRequest> digest(Roll roll, List<UUID> people, Instant now) {
        Schedule schedule = roll.schedule();
        Instant end = now.plus(WEEK);
        StringBuilder text = new StringBuilder("On call on \"" + schedule.name() + "\" in the next seven days:\n\n");
        Stretch.of(roll.shifts(), null).stream()
                .filter(stretch ->
                        stretch.start().isBefore(end) && stretch.end().isAfter(now))
                .sorted(Comparator.comparing(Stretch::start))
                .forEach(stretch -> text.append(time(later(stretch.start(), now), schedule.zone()))
                        .append(" to ")
                        .append(
                                stretch.end().equals(Instant.MAX)
                                        ? "further notice"
                                        : time(stretch.end(), schedule.zone()))
                        .append(": ")
                        .append(roll.name(stretch.duty().user()))
                        .append(stretch.duty().shadow() ? " (shadow)" : "")
                        .append("\n"));
        Duration gaps = Coverage.of(roll.shifts(), now, end).uncovered();
        if (gaps.isPositive()) {
            text.append("\nNobody is on call for ").append(hours(gaps)).append(" of it.\n");
        }
        String week = now.atZone(schedule.zone()).toLocalDate().toString();
        return people.stream()
                .map(person -> new NoticeRequest(
                        Ids.derived("week", schedule.id(), person, week),
                        person,
                        "schedule.week",
                        "This week on call: " + schedule.name(),
                        text.toString(),
                        "/on-call",
                        now))
                .toList();
    }

    private static String hours(Duration time) {
        long minutes = time.truncatedTo(ChronoUnit.MINUTES).toMinutes();
        return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }

    private static String time(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone)) + " (" + zone.getId() + ")";
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
