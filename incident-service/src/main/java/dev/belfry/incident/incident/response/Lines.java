package dev.belfry.incident.incident.response;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.incident.timeline.TimelineEntry;
import dev.belfry.incident.signal.change.ChangeView;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The latest lines of a timeline, all of them or those of one kind.
 *
 * @param shown which kind is shown
 * @param all the latest lines of every kind, the newest first
 */
public record Lines(Kind shown, List<TimelineEntry> all) {
    private static final String CHANGE = "change";
    private static final Set<String> PAGES = Set.of("delivery", "escalation", "refused");

    /** What a line is about. */
    public enum Kind {
        EVERYTHING,
        PEOPLE,
        PAGES,
        ALERTS,
        CHANGES;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String label() {
            return name().charAt(0) + word().substring(1);
        }
    }

    /** @param asked the word of a kind; what is no such word shows everything */
    static Lines of(String asked, List<TimelineEntry> lines, List<TimelineEntry> changes) {
        var all = Stream.concat(lines.stream(), changes.stream())
                .sorted(Comparator.comparing(TimelineEntry::at).reversed())
                .toList();
        var kind = Arrays.stream(Kind.values())
                .filter(one -> one.word().equals(asked))
                .findFirst()
                .orElse(Kind.EVERYTHING);
        return new Lines(kind, all);
    }

    /**
     * A change as a line among those of the timeline.
     *
     * @param service where it was made; null for the incident's own
     */
    static TimelineEntry line(ChangeView change, @Nullable String service) {
        var data = new HashMap<String, String>();
        if (service != null) {
            data.put("service", service);
        }
        if (change.source() != null) {
            data.put("source", change.source());
        }
        change.links().stream()
                .filter(link ->
                        link.href().startsWith("https://") || link.href().startsWith("http://"))
                .findFirst()
                .ifPresent(link -> {
                    data.put("link", link.href());
                    data.put("words", Objects.requireNonNullElse(link.text(), "Open"));
                });
        return new TimelineEntry(
                -change.seq(), 0, 0, change.receivedAt(), CHANGE, Actor.SENDER, null, change.summary(), data, null);
    }

    public List<TimelineEntry> entries() {
        return all.stream().filter(entry -> isOf(entry, shown)).toList();
    }

    public long count(Kind kind) {
        return all.stream().filter(entry -> isOf(entry, kind)).count();
    }

    private static boolean isOf(TimelineEntry entry, Kind kind) {
        if (CHANGE.equals(entry.kind())) {
            return kind == Kind.EVERYTHING || kind == Kind.CHANGES;
        }
        var pages = PAGES.contains(entry.kind());
        var person = entry.actor().kind().equals("user");
        return switch (kind) {
            case EVERYTHING -> true;
            case PAGES -> pages;
            case PEOPLE -> !pages && person;
            case ALERTS -> !pages && !person;
            case CHANGES -> false;
        };
    }
}
