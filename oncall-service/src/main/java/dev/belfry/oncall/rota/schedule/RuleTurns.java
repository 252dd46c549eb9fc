package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Set;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * Turns that begin at the occurrences of a recurrence set, the anchor being the first (RFC 5545 §3.8.5.3: DTSTART counts).
 * There is no turn before it, and the last one of a set that ends goes on.
 */
final class RuleTurns implements Turns {
    private final ZoneId zone;
    private final Set<LocalDateTime> left;
    /** The next occurrence of each source; what has been taken out is in {@link #boundaries}. */
    private final PriorityQueue<Source> sources = new PriorityQueue<>(Comparator.comparing(source -> source.next));

    private final List<Instant> boundaries = new ArrayList<>();
    private @Nullable LocalDateTime last;

    private static final class Source {
        private final Iterator<LocalDateTime> all;
        private LocalDateTime next;

        Source(LocalDateTime first, Iterator<LocalDateTime> all) {
            this.next = first;
            this.all = all;
        }
    }

    RuleTurns(Rotation rotation, ZoneId zone) {
        this.zone = zone;
        RecurrenceRules rules = rotation.rules();
        this.left = Set.copyOf(rules.left());
        add(List.of(rotation.start()).iterator());
        add(rules.added().stream()
                .filter(date -> date.isAfter(rotation.start()))
                .sorted()
                .iterator());
        for (String rule : rules.rules()) {
            add(new Occurrences(rule, rotation.start()));
        }
    }

    /** @throws IllegalArgumentException when the rule cannot be read */
    static RecurrenceRule parse(String rule) {
        try {
            return new RecurrenceRule(rule);
        } catch (InvalidRecurrenceRuleException unreadable) {
            throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
        }
    }

    /** The local times of one rule; one whose reader looks for the next in vain is through. */
    static final class Occurrences implements Iterator<LocalDateTime> {
        private @Nullable RecurrenceRuleIterator found;
        private @Nullable LocalDateTime next;
        private boolean inVain;

        /** @throws IllegalArgumentException when the rule cannot be read */
        Occurrences(String rule, LocalDateTime start) {
            RecurrenceRule parsed = parse(rule);
            try {
                found = parsed.iterator(new DateTime(
                        start.getYear(),
                        start.getMonthValue() - 1,
                        start.getDayOfMonth(),
                        start.getHour(),
                        start.getMinute(),
                        start.getSecond()));
            } catch (IllegalStateException | IllegalArgumentException never) {
                inVain = true;
            }
            step();
        }

        /** Whether it ended since its reader found nothing more, and not since the rule says so. */
        boolean inVain() {
            return inVain;
        }

        private void step() {
            next = null;
            RecurrenceRuleIterator all = found;
            try {
                if (all != null && all.hasNext()) {
                    DateTime date = all.nextDateTime();
                    next = LocalDateTime.of(
                            date.getYear(),
                            date.getMonth() + 1,
                            date.getDayOfMonth(),
                            date.getHours(),
                            date.getMinutes(),
                            date.getSeconds());
                }
            } catch (IllegalStateException | IllegalArgumentException never) {
                inVain = true;
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public LocalDateTime next() {
            LocalDateTime given = next;
            if (given == null) {
                throw new NoSuchElementException("the rule is through");
            }
            step();
            return given;
        }
    }

    private void add(Iterator<LocalDateTime> all) {
        if (all.hasNext()) {
            sources.add(new Source(all.next(), all));
        }
    }

    /** Takes the next occurrence out of the set; false when there is none. */
    private boolean grow() {
        while (!sources.isEmpty()) {
            Source source = sources.remove();
            LocalDateTime next = source.next;
            add(source.all);
            if (!next.equals(last) && !left.contains(next)) {
                last = next;
                boundaries.add(LocalInstant.of(next, zone));
                return true;
            }
            last = next;
        }
        return false;
    }

    @Override
    public Instant boundary(long turn) {
        if (turn < 0) {
            return Instant.MIN;
        }
        while (boundaries.size() <= turn) {
            if (!grow()) {
                return Instant.MAX;
            }
        }
        return boundaries.get((int) turn);
    }

    @Override
    public long at(Instant instant) {
        while (boundaries.isEmpty() || !boundaries.getLast().isAfter(instant)) {
            if (!grow()) {
                break;
            }
        }
        int low = 0;
        int high = boundaries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (boundaries.get(middle).isAfter(instant)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low - 1L;
    }

    @Override
    public long worked(long from, long until, Windows windows) {
        long count = 0;
        for (long turn = from; turn < until; turn++) {
            count += windows.touch(boundary(turn), boundary(turn + 1)) ? 1 : 0;
        }
        return count;
    }
}
