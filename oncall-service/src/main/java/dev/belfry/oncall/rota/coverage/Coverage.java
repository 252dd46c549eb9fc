package dev.belfry.oncall.rota.coverage;

import dev.belfry.oncall.rota.schedule.Duty;
import dev.belfry.oncall.rota.schedule.Group;
import dev.belfry.oncall.rota.schedule.OwnHours;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleVersion;
import dev.belfry.oncall.rota.schedule.Shift;
import dev.belfry.oncall.rota.schedule.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How well a stretch of the final schedule is covered.
 *
 * @param percent how much of the time somebody is on call
 * @param gaps when nobody is, cut where the hours of the groups begin and end
 * @param partial when a group has nobody inside its own hours while another has somebody
 * @param alone who is the only one on call for longer than is good
 */
public record Coverage(
        Instant from, Instant to, double percent, List<Gap> gaps, List<Empty> partial, List<Alone> alone) {
    /** Nobody should be the only one for longer. */
    public static final Duration TOO_LONG = Duration.ofDays(14);

    /** @param planned it lies outside the hours of every group: the schedule means to have nobody then */
    public record Gap(Instant start, Instant end, boolean planned) {
        Duration length() {
            return Duration.between(start, end);
        }
    }

    public record Empty(UUID group, String name, Instant start, Instant end) {}

    public record Alone(UUID user, Instant start, Instant end) {}

    /** For a question about gaps alone. */
    public static Coverage of(List<Shift> shifts, Instant from, Instant to) {
        return of(shifts, List.of(), from, to);
    }

    /**
     * @param shifts in order and without a hole, as the resolver gives them
     * @param versions those that count between the two instants, in order
     */
    public static Coverage of(List<Shift> shifts, List<ScheduleVersion> versions, Instant from, Instant to) {
        Hours hours = new Hours(versions);
        List<Span> gaps = new ArrayList<>();
        List<Empty> partial = new ArrayList<>();
        List<Alone> alone = new ArrayList<>();
        @Nullable UUID only = null;
        Instant since = from;
        for (Shift shift : shifts) {
            Span span = clip(shift, from, to);
            if (shift.people().isEmpty()) {
                add(gaps, span);
            } else if (shift.partial()) {
                hours.empty(shift.duties(), span).forEach(empty -> add(partial, empty));
            }
            UUID one = shift.people().size() == 1 ? shift.people().getFirst() : null;
            if (one == null || !one.equals(only)) {
                end(alone, only, since, span.from());
                only = one;
                since = span.from();
            }
        }
        end(alone, only, since, to);
        List<Gap> open =
                gaps.stream().flatMap(gap -> hours.pieces(gap).stream()).toList();
        double all = Duration.between(from, to).toMillis();
        double uncovered =
                open.stream().mapToLong(gap -> gap.length().toMillis()).sum();
        double percent = Math.floor(1_000 * (all - uncovered) / all) / 10;
        partial.sort(Comparator.comparing(Empty::start));
        return new Coverage(from, to, percent, open, partial, alone);
    }

    public Duration uncovered() {
        return gaps.stream().map(Gap::length).reduce(Duration.ZERO, Duration::plus);
    }

    private static Span clip(Shift shift, Instant from, Instant to) {
        return new Span(
                shift.start().isBefore(from) ? from : shift.start(), shift.end().isAfter(to) ? to : shift.end());
    }

    private static void add(List<Span> spans, Span next) {
        if (!spans.isEmpty() && spans.getLast().to().equals(next.from())) {
            spans.add(new Span(spans.removeLast().from(), next.to()));
        } else {
            spans.add(next);
        }
    }

    private static void add(List<Empty> empties, Empty next) {
        for (int i = empties.size() - 1; i >= 0; i--) {
            Empty before = empties.get(i);
            if (before.group.equals(next.group)) {
                if (before.end.equals(next.start)) {
                    empties.set(i, new Empty(next.group, next.name, before.start, next.end));
                    return;
                }
                break;
            }
        }
        empties.add(next);
    }

    private static void end(List<Alone> alone, @Nullable UUID only, Instant since, Instant end) {
        if (only != null && Duration.between(since, end).compareTo(TOO_LONG) > 0) {
            alone.add(new Alone(only, since, end));
        }
    }

    /** The hours of the groups, by the version that counts. */
    private static final class Hours {
        private final List<ScheduleVersion> versions;
        private final Map<Group, OwnHours> known = new HashMap<>();

        Hours(List<ScheduleVersion> versions) {
            this.versions = versions;
        }

        private record Part(Schedule schedule, Span span) {}

        private List<Part> parts(Span span) {
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < versions.size(); i++) {
                Instant from = i == 0 ? Instant.MIN : versions.get(i).from();
                Instant until = i + 1 == versions.size()
                        ? Instant.MAX
                        : versions.get(i + 1).from();
                Instant start = from.isAfter(span.from()) ? from : span.from();
                Instant end = until.isBefore(span.to()) ? until : span.to();
                if (start.isBefore(end)) {
                    parts.add(new Part(versions.get(i).schedule(), new Span(start, end)));
                }
            }
            return parts;
        }

        private List<Span> of(Group group, Part part) {
            return known.computeIfAbsent(group, first -> OwnHours.of(first, part.schedule.zone()))
                    .within(part.span.from(), part.span.to());
        }

        List<Empty> empty(List<Duty> duties, Span span) {
            List<Empty> empties = new ArrayList<>();
            for (Part part : parts(span)) {
                for (Group group : part.schedule.groups()) {
                    if (duties.stream().noneMatch(duty -> group.id().equals(duty.group()) && !duty.shadow())) {
                        of(group, part)
                                .forEach(own -> empties.add(new Empty(group.id(), group.name(), own.from(), own.to())));
                    }
                }
            }
            return empties;
        }

        /** A gap cut where the hours of the groups begin and end, so that each piece is planned or is not. */
        List<Gap> pieces(Span gap) {
            if (versions.isEmpty()) {
                return List.of(new Gap(gap.from(), gap.to(), false));
            }
            List<Span> meant = new ArrayList<>();
            for (Part part : parts(gap)) {
                part.schedule.groups().forEach(group -> meant.addAll(of(group, part)));
            }
            meant.sort(Comparator.comparing(Span::from));
            List<Gap> pieces = new ArrayList<>();
            Instant at = gap.from();
            for (Span own : meant) {
                at = piece(pieces, at, own.from(), true);
                at = piece(pieces, at, own.to(), false);
            }
            piece(pieces, at, gap.to(), true);
            return pieces;
        }

        /** Adds the piece up to there, if it has any length, and answers where the next one begins. */
        private static Instant piece(List<Gap> pieces, Instant at, Instant until, boolean planned) {
            if (!until.isAfter(at)) {
                return at;
            }
            Gap last = pieces.isEmpty() ? null : pieces.getLast();
            if (last != null && last.planned == planned) {
                pieces.set(pieces.size() - 1, new Gap(last.start, until, planned));
            } else {
                pieces.add(new Gap(at, until, planned));
            }
            return until;
        }
    }
}
