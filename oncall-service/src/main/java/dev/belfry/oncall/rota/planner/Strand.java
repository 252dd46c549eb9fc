package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.schedule.Duty;
import dev.belfry.oncall.rota.schedule.Group;
import dev.belfry.oncall.rota.schedule.OwnHours;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Picture;
import dev.belfry.oncall.rota.schedule.ScheduleVersion;
import dev.belfry.oncall.rota.schedule.Shift;
import dev.belfry.oncall.rota.schedule.Source;
import dev.belfry.oncall.rota.schedule.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One group of the final schedule through a stretch of time, or those who are beside all groups.
 *
 * @param group null for those who are beside all groups
 * @param pieces in order and without a hole
 */
record Strand(@Nullable UUID group, String name, List<Piece> pieces) {
    /**
     * Time in which the same people are in the group.
     *
     * @param gap nobody is there although the group means to have somebody; outside its own hours nobody is missed
     */
    record Piece(Instant start, Instant end, List<Duty> duties, boolean gap) {
        List<Duty> paged() {
            return duties.stream().filter(duty -> !duty.shadow()).toList();
        }
    }

    /** The groups of a picture; a shift that reaches beyond the two instants is whole. */
    static List<Strand> of(Picture picture, Instant from, Instant to) {
        List<Shift> shifts = picture.roll().shifts();
        Instant first = shifts.getFirst().start();
        Instant last = shifts.getLast().end();
        List<Strand> whole = of(
                picture.versions(),
                shifts,
                Times.known(first) ? earlier(first, from) : from,
                Times.known(last) ? later(last, to) : to);
        return whole.stream().map(strand -> strand.touching(from, to)).toList();
    }

    private Strand touching(Instant from, Instant to) {
        List<Piece> within = pieces.stream()
                .filter(piece -> piece.end.isAfter(from) && piece.start.isBefore(to))
                .toList();
        return new Strand(group, name, within);
    }

    /** The groups of all versions, those of the last one first, and at the end those who are beside them if there are any. */
    static List<Strand> of(List<ScheduleVersion> versions, List<Shift> shifts, Instant from, Instant to) {
        Map<UUID, Group> groups = new LinkedHashMap<>();
        versions.reversed()
                .forEach(
                        version -> version.schedule().groups().forEach(group -> groups.putIfAbsent(group.id(), group)));
        List<Strand> strands = new ArrayList<>();
        for (Group group : groups.values()) {
            List<Span> own = hours(group.id(), versions, from, to);
            strands.add(new Strand(
                    group.id(), group.name(), pieces(shifts, duty -> group.id().equals(duty.group()), own, from, to)));
        }
        List<Piece> beside = pieces(shifts, duty -> duty.group() == null, List.of(), from, to);
        if (beside.stream().anyMatch(piece -> !piece.duties.isEmpty())) {
            strands.add(new Strand(null, "Beside the groups", beside));
        }
        return strands;
    }

    /** When the group means to have somebody, by the version that counts. */
    private static List<Span> hours(UUID group, List<ScheduleVersion> versions, Instant from, Instant to) {
        List<Span> hours = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            Instant start = i == 0 ? from : later(from, versions.get(i).from());
            Instant end = i + 1 == versions.size()
                    ? to
                    : earlier(to, versions.get(i + 1).from());
            var schedule = versions.get(i).schedule();
            if (start.isBefore(end)) {
                schedule.groups().stream()
                        .filter(one -> one.id().equals(group))
                        .forEach(one ->
                                hours.addAll(OwnHours.of(one, schedule.zone()).within(start, end)));
            }
        }
        return hours;
    }

    private static List<Piece> pieces(
            List<Shift> shifts, Predicate<Duty> mine, List<Span> own, Instant from, Instant to) {
        List<Piece> pieces = new ArrayList<>();
        for (Shift shift : shifts) {
            List<Duty> duties = shift.duties().stream().filter(mine).toList();
            Instant start = later(from, shift.start());
            Instant end = earlier(to, shift.end());
            if (duties.stream().allMatch(Duty::shadow)) {
                TreeSet<Instant> edges = new TreeSet<>(List.of(start, end));
                for (Span span : own) {
                    edges.add(later(start, earlier(end, span.from())));
                    edges.add(later(start, earlier(end, span.to())));
                }
                Instant before = null;
                for (Instant edge : edges) {
                    if (before != null) {
                        Instant at = before;
                        boolean gap = shift.duties().stream().noneMatch(Strand::isPlanned)
                                && own.stream()
                                        .anyMatch(span -> !span.from().isAfter(at)
                                                && span.to().isAfter(at));
                        add(pieces, new Piece(before, edge, duties, gap));
                    }
                    before = edge;
                }
            } else if (start.isBefore(end)) {
                add(pieces, new Piece(start, end, duties, false));
            }
        }
        return pieces;
    }

    /** A temporary schedule stands in for all groups: where it has somebody, none of them misses anybody. */
    private static boolean isPlanned(Duty duty) {
        return duty.source() == Source.TEMPORARY && !duty.shadow();
    }

    private static void add(List<Piece> pieces, Piece next) {
        Piece last = pieces.isEmpty() ? null : pieces.getLast();
        if (last != null && last.gap == next.gap && last.duties.equals(next.duties)) {
            pieces.set(pieces.size() - 1, new Piece(last.start, next.end, last.duties, last.gap));
        } else {
            pieces.add(next);
        }
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
