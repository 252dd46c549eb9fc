package dev.belfry.incident.incident.response;

import dev.belfry.incident.incident.timeline.TimelineEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The latest lines of a timeline, all of them or those of one kind.
 *
 * @param shown which kind is shown
 * @param all the latest lines of every kind, the newest first
 */
public record Lines(Kind shown, List<TimelineEntry> all) {
    private static final Set<String> PAGES = Set.of("delivery", "escalation", "refused");

    /** What a line is about. */
    public enum Kind {
        EVERYTHING,
        PEOPLE,
        PAGES,
        ALERTS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String label() {
            return name().charAt(0) + word().substring(1);
        }
    }

    /** @param asked the word of a kind; what is no such word shows everything */
    static Lines of(String asked, List<TimelineEntry> all) {
        var kind = Arrays.stream(Kind.values())
                .filter(one -> one.word().equals(asked))
                .findFirst()
                .orElse(Kind.EVERYTHING);
        return new Lines(kind, all);
    }

    public List<TimelineEntry> entries() {
        return all.stream().filter(entry -> isOf(entry, shown)).toList();
    }

    public long count(Kind kind) {
        return all.stream().filter(entry -> isOf(entry, kind)).count();
    }

    private static boolean isOf(TimelineEntry entry, Kind kind) {
        var pages = PAGES.contains(entry.kind());
        var person = entry.actor().kind().equals("user");
        return switch (kind) {
            case EVERYTHING -> true;
            case PAGES -> pages;
            case PEOPLE -> !pages && person;
            case ALERTS -> !pages && !person;
        };
    }
}
