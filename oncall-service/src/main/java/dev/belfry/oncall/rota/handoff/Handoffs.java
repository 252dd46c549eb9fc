package dev.belfry.oncall.rota.handoff;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.identity.profile.Reminders;
import dev.belfry.oncall.rota.calendar.Stretch;
import dev.belfry.oncall.rota.coverage.Coverage;
import dev.belfry.oncall.rota.coverage.Finding;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
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
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Decides whom to tell what; the id of a notice is derived from what it is about, so that it is told once. */
final class Handoffs {
    /** When a schedule's team is told of the days ahead, in the schedule's zone; who was away then has an hour. */
    static final LocalTime MORNING = LocalTime.of(8, 0);

    private static final Duration LATE = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

    private Handoffs() {}

    /**
     * Reminders of the shifts that begin soon: each person hears as long before as they wish, of those times the last that
     * has come.
     *
     * @param wishes how long before people want to hear of a shift
     */
    static List<NoticeRequest> reminders(
            Roll roll, List<HandoffNote> notes, Instant now, Map<UUID, Set<Duration>> wishes) {
        List<NoticeRequest> reminders = new ArrayList<>();
        Schedule schedule = roll.schedule();
        for (Stretch stretch : begins(roll, now)) {
            UUID user = stretch.duty().user();
            Duration left = Duration.between(now, stretch.start());
            Duration wish = wishes.getOrDefault(user, Set.of()).stream()
                    .filter(before -> before.compareTo(left) >= 0)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            if (wish != null) {
                reminders.add(new NoticeRequest(
                        Ids.derived("shift-begins", schedule.id(), user, stretch.start(), wish),
                        user,
                        "shift.begins",
                        (stretch.duty().shadow() ? "You shadow from " : "You are on call from ")
                                + TIME.format(stretch.start().atZone(schedule.zone())) + ": " + schedule.name(),
                        text(schedule, stretch, notes),
                        "/schedules/" + schedule.id(),
                        now));
            }
        }
        return reminders;
    }

    /** Whose shifts begin within the longest time that anybody may wish to hear of it before. */
    static List<Stretch> begins(Roll roll, Instant now) {
        return Stretch.of(roll.shifts(), null).stream()
                .filter(stretch -> stretch.start().isAfter(now)
                        && !stretch.start().isAfter(now.plus(Reminders.LONGEST))
                        && !stretch.follows())
                .toList();
    }

    /**
     * When there may be something to tell of the schedule again: a reminder, if anybody wants it, or the morning.
     *
     * @param roll the shifts of the next two days
     */
    static Instant next(Roll roll, Instant now) {
        Instant next = now.plus(DAY);
        for (Stretch stretch : Stretch.of(roll.shifts(), null)) {
            for (Duration before : Reminders.CHOICES) {
                if (stretch.start().isAfter(now)) {
                    Instant due = stretch.start().minus(before);
                    next = due.isAfter(now) && due.isBefore(next) ? due : next;
                }
            }
        }
        ZonedDateTime local = now.atZone(roll.schedule().zone());
        ZonedDateTime morning = local.with(MORNING);
        Instant due = (morning.isAfter(local) ? morning : local.plusDays(1).with(MORNING)).toInstant();
        return due.isBefore(next) ? due : next;
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

    /**
     * What is wrong with the days ahead, to those who lead the team: all of it, when any of it is new.
     *
     * @param fresh which of the findings are
     */
    static List<NoticeRequest> coverage(
            Roll roll, List<Finding> findings, List<UUID> fresh, Duration ahead, List<UUID> managers, Instant now) {
        if (fresh.isEmpty()) {
            return List.of();
        }
        Schedule schedule = roll.schedule();
        StringBuilder text = new StringBuilder("On \"" + schedule.name() + "\" in the next " + ahead.toDays()
                + " days (" + schedule.zone().getId() + "):\n\n");
        findings.forEach(finding ->
                text.append(finding.line()).append(fresh.contains(finding.id()) ? "\n" : " (told before)\n"));
        text.append(
                "\nPages that nobody of this schedule takes go to the next step of their policy, or to its catch-all.\n");
        List<UUID> sorted = fresh.stream().sorted().toList();
        return managers.stream()
                .map(person -> new NoticeRequest(
                        Ids.derived("coverage", schedule.id(), person, sorted),
                        person,
                        "schedule.coverage",
                        "The coverage of " + schedule.name() + " needs somebody",
                        text.toString(),
                        "/schedules/" + schedule.id(),
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
                        "/schedules/" + schedule.id(),
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
