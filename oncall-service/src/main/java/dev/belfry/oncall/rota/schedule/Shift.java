package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A piece of the final schedule, half-open, with everybody who is on call in it.
 *
 * <p>Its ends are those of the schedule and never those of a question about it; {@link Instant#MIN} and {@link
 * Instant#MAX} stand for "always has been" and "as far as is known".
 *
 * @param superseded overrides that lie here and lost to others
 * @param partial whether some group has somebody and another has nobody
 */
public record Shift(Instant start, Instant end, List<Duty> duties, List<UUID> superseded, boolean partial) {
    public Shift {
        duties = List.copyOf(duties);
        superseded = List.copyOf(superseded);
    }

    /** Who is paged: each once, however many groups they are in. */
    public List<UUID> people() {
        if (duties.size() == 1 && !duties.getFirst().shadow()) {
            return List.of(duties.getFirst().user());
        }
        Set<UUID> people = new LinkedHashSet<>();
        for (Duty duty : duties) {
            if (!duty.shadow()) {
                people.add(duty.user());
            }
        }
        return List.copyOf(people);
    }

    /** What this person is paged for: once for each group they are in. */
    List<Duty> of(UUID person) {
        return duties.stream()
                .filter(duty -> !duty.shadow() && duty.user().equals(person))
                .toList();
    }

    public boolean gap() {
        return duties.stream().allMatch(Duty::shadow);
    }

    /** Whether nothing that anybody sees changes from this piece to that. */
    boolean sameAs(Shift other) {
        return partial == other.partial && duties.equals(other.duties);
    }

    /** This piece and the one that begins where it ends, as one. */
    Shift with(Shift next) {
        List<UUID> lost = superseded;
        if (!next.superseded.equals(superseded)) {
            Set<UUID> both = new LinkedHashSet<>(superseded);
            both.addAll(next.superseded);
            lost = new ArrayList<>(both);
        }
        return new Shift(start, next.end, duties, lost, partial);
    }

    /** Whether two schedules put the same people on call in the same shifts between the two instants, overrides aside. */
    static boolean alike(Schedule one, Schedule other, Instant from, Instant to) {
        return within(one, from, to).equals(within(other, from, to));
    }

    private static List<Shift> within(Schedule schedule, Instant from, Instant to) {
        return Resolver.of(schedule, List.of()).shifts(from, to).stream()
                .map(shift -> new Shift(
                        Track.later(shift.start, from),
                        Track.earlier(shift.end, to),
                        shift.duties,
                        shift.superseded,
                        shift.partial))
                .toList();
    }
}
