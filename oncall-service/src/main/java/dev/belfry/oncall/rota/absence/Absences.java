package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.rota.ical.Occurrence;
import dev.belfry.oncall.rota.ical.Reading;
import dev.belfry.oncall.rota.schedule.Span;
import dev.belfry.platform.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What counts as an absence, and as a holiday. */
final class Absences {
    /** In a calendar that has more than absences what is shorter is a meeting. */
    private static final Duration SHORTEST = Duration.ofHours(4);

    private static final int MOST_HOLIDAYS = 5_000;

    private Absences() {}

    /**
     * What a person's calendar says about when they are away: what leaves them free, what they do elsewhere and what they
     * declined does not count.
     *
     * @param mails the person's addresses; many calendars have the owner's for their name
     */
    static List<Absence> of(UUID calendar, UUID person, Set<String> mails, Reading.Read read) {
        Set<String> own = new HashSet<>(mails);
        if (read.name() != null) {
            own.add(read.name().toLowerCase(Locale.ROOT));
        }
        return read.occurrences().stream()
                .filter(one ->
                        counts(one) && Collections.disjoint(own, one.event().declined()))
                .map(one -> new Absence(
                        Ids.derived("absence", calendar, one.event().uid(), one.start(), one.end()),
                        person,
                        calendar,
                        one.start(),
                        one.end(),
                        one.event().summary()))
                .toList();
    }

    private static boolean counts(Occurrence one) {
        return switch (one.event().presence()) {
            case AWAY -> true;
            case BUSY -> one.allDay() || one.length().compareTo(SHORTEST) >= 0;
            case FREE, ELSEWHERE -> false;
        };
    }

    /** The days of a calendar of holidays with their names; holiday calendars leave people free, which does not matter. */
    static Map<LocalDate, String> holidays(Reading.Read read, LocalDate from) {
        Map<LocalDate, String> days = new TreeMap<>();
        for (Occurrence one : read.occurrences()) {
            LocalDate day = one.firstDay();
            while (one.allDay() && !day.isAfter(one.lastDay()) && days.size() < MOST_HOLIDAYS) {
                if (!day.isBefore(from)) {
                    days.putIfAbsent(day, one.event().summary());
                }
                day = day.plusDays(1);
            }
        }
        return days;
    }

    /** When each person is away, in order and without overlaps. */
    static Map<UUID, List<Span>> merged(List<Absence> ordered) {
        Map<UUID, List<Span>> merged = new HashMap<>();
        for (Absence one : ordered) {
            List<Span> own = merged.computeIfAbsent(one.user(), person -> new ArrayList<>());
            Span last = own.isEmpty() ? null : own.getLast();
            if (last == null || one.start().isAfter(last.to())) {
                own.add(new Span(one.start(), one.end()));
            } else {
                own.set(own.size() - 1, new Span(last.from(), later(last.to(), one.end())));
            }
        }
        return merged;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
