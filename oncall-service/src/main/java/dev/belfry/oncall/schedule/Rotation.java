package dev.belfry.oncall.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/**
 * People taking turns in order, each for {@code every} units, counted from a local anchor.
 *
 * <p>Every boundary is computed from the anchor and never from the boundary before it, so a month's last day comes back
 * after a short month and nothing drifts. The anchor is a phase: turns have numbers before it too.
 */
public record Rotation(RotationUnit unit, int every, LocalDateTime start, List<UUID> participants) {
    public Rotation {
        participants = List.copyOf(participants);
        if (every < 1) {
            throw new IllegalArgumentException("a turn lasts at least one unit");
        }
    }

    /** The instant at which turn number {@code turn} begins, which is also where the turn before it ends. */
    public Instant boundary(long turn, ZoneId zone) {
        long units = Math.multiplyExact(turn, (long) every);
        return unit == RotationUnit.HOURLY
                ? Handoff.instant(start, zone).plus(Duration.ofHours(units))
                : Handoff.instant(start.plus(units, unit.calendar()), zone);
    }

    /** The number of the turn that is running at {@code instant}: the last one whose boundary is not after it. */
    public long turnAt(Instant instant, ZoneId zone) {
        LocalDateTime from = start;
        LocalDateTime to = LocalDateTime.ofInstant(instant, zone);
        long turn = unit == RotationUnit.HOURLY
                ? Math.floorDiv(Duration.between(boundary(0, zone), instant).toHours(), (long) every)
                : Math.floorDiv(unit.calendar().between(from, to), (long) every);
        // The estimate is off by one or two near a clock change, a clamped month end, or before the anchor.
        while (boundary(turn, zone).isAfter(instant)) {
            turn--;
        }
        while (!boundary(turn + 1, zone).isAfter(instant)) {
            turn++;
        }
        return turn;
    }

    /** Whose turn it is. */
    public UUID participant(long turn) {
        return participants.get(Math.floorMod(turn, participants.size()));
    }
}
