package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.rota.schedule.OnCallQueries.Held;
import dev.belfry.oncall.rota.schedule.OverrideKind;
import dev.belfry.oncall.rota.schedule.ScheduleOverride;
import dev.belfry.oncall.rota.schedule.Source;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How time goes from one person to another. Nobody is replaced twice, so who came by an override or a swap is not replaced:
 * the next one takes the place of whom <em>they</em> replaced, by an override that is newer.
 *
 * @param schedule on which
 * @param part whose time, and which
 * @param comes who has it then
 * @param swap what it belongs to; null for cover
 */
record Passing(
        UUID schedule, Part part, UUID comes, @Nullable UUID swap, Instant now, String by) {

    /** Why this time cannot be passed on so; null when it can. */
    static @Nullable String refusal(List<Held> held, boolean swapped) {
        if (held.isEmpty()) {
            return "this person is not on call then";
        }
        if (held.stream().anyMatch(one -> one.source() == Source.TEMPORARY)) {
            return "this time is in a temporary schedule, which is above all exchanges: change that one";
        }
        // A swap gives way to every override, so it would change nothing.
        return swapped && held.stream().anyMatch(one -> one.source() == Source.OVERRIDE && !direct(one))
                ? "this time came by an override, to which a swap gives way: ask for cover"
                : null;
    }

    /** Whether the person is replaced themselves: they are there by a layer, or were added. */
    private static boolean direct(Held held) {
        ScheduleOverride through = held.through();
        return through == null || through.kind() == OverrideKind.ADD;
    }

    /** @param name what the first one's id is derived from */
    List<ScheduleOverride> overrides(String name, UUID exchange, List<Held> held) {
        if (held.stream().allMatch(Passing::direct)) {
            return List.of(override(Ids.derived(name, exchange), part.start(), part.end(), null));
        }
        Set<Held> pieces = new LinkedHashSet<>(held);
        return pieces.stream()
                .map(piece -> override(
                        Ids.derived(
                                name,
                                exchange,
                                piece.start(),
                                piece.through() == null ? "" : piece.through().id()),
                        piece.start(),
                        piece.end(),
                        direct(piece) ? null : piece.through()))
                .toList();
    }

    private ScheduleOverride override(UUID id, Instant start, Instant end, @Nullable ScheduleOverride through) {
        return new ScheduleOverride(
                id,
                schedule,
                OverrideKind.REPLACE,
                through == null ? null : through.group(),
                through == null ? null : through.layer(),
                through == null ? null : through.turn(),
                comes,
                through == null ? part.user() : through.replaces(),
                start,
                end,
                swap,
                now,
                by);
    }
}
