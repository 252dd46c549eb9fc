package dev.belfry.oncall.rota.schedule;

import java.time.LocalDateTime;
import java.util.List;

/**
 * When turns begin, counted from a local anchor, and how many in a row are one member's.
 *
 * @param lengths how many units each turn lasts, over and over: {@code [1]}, or {@code [5, 2]} for an uneven split
 * @param start the anchor: turn 0 begins here; turns have numbers before it too
 * @param wallAligned whether hours are counted by the wall clock instead of elapsed time
 * @param rules an RFC 5545 recurrence set in place of unit and lengths: each occurrence begins a turn
 */
public record Rotation(
        RotationUnit unit,
        List<Integer> lengths,
        LocalDateTime start,
        int shiftsPerMember,
        boolean wallAligned,
        RecurrenceRules rules) {
    public Rotation {
        lengths = List.copyOf(lengths);
        if (lengths.isEmpty() || lengths.stream().anyMatch(length -> length < 1) || shiftsPerMember < 1) {
            throw new IllegalArgumentException("a turn lasts at least one unit, and a member has at least one");
        }
    }

    /** Turns of the same length, one a member. */
    public static Rotation every(int every, RotationUnit unit, LocalDateTime start) {
        return new Rotation(unit, List.of(every), start, 1, false, RecurrenceRules.NONE);
    }
}
