package dev.belfry.oncall.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one answer to "who is on call": paging, the API and the pages all read it, so they cannot disagree.
 *
 * <p>The rotation gives the person underneath, overrides lie on top, one hop deep. What comes later (layers, restrictions,
 * groups) replaces {@link #underneath} and leaves the rest.
 */
public final class Resolver {
    private static final long BEFORE_THE_START = Long.MIN_VALUE;

    private Resolver() {}

    /** The shift that {@code instant} lies in. */
    public static Shift at(Schedule schedule, List<ScheduleOverride> overrides, Instant instant) {
        Piece piece = piece(schedule, overrides, instant);
        Instant start = piece.start;
        Instant end = piece.end;
        // An override that lost, or one that spans two turns, cuts a shift where nothing changes: grow over such cuts.
        while (start.isAfter(Instant.MIN)) {
            Piece before = piece(schedule, overrides, start.minusNanos(1));
            if (!before.sameAs(piece)) {
                break;
            }
            start = before.start;
        }
        while (end.isBefore(Instant.MAX)) {
            Piece after = piece(schedule, overrides, end);
            if (!after.sameAs(piece)) {
                break;
            }
            end = after.end;
        }
        return new Shift(start, end, piece.user, piece.override);
    }

    /** All shifts that touch the time from {@code from} until just before {@code to}, in order and without a hole; the first and last are whole. */
    public static List<Shift> shifts(Schedule schedule, List<ScheduleOverride> overrides, Instant from, Instant to) {
        List<Shift> shifts = new ArrayList<>();
        for (Instant next = from; next.isBefore(to); ) {
            Shift shift = at(schedule, overrides, next);
            shifts.add(shift);
            next = shift.end();
        }
        return List.copyOf(shifts);
    }

    private static Piece piece(Schedule schedule, List<ScheduleOverride> overrides, Instant instant) {
        Piece turn = underneath(schedule, instant);
        Instant start = turn.start;
        Instant end = turn.end;
        ScheduleOverride winner = null;
        for (ScheduleOverride override : overrides) {
            for (Instant edge : List.of(override.start(), override.end())) {
                if (edge.isAfter(instant)) {
                    end = edge.isBefore(end) ? edge : end;
                } else {
                    start = edge.isAfter(start) ? edge : start;
                }
            }
            if (override.covers(instant)
                    && override.takesOverFrom(turn.user)
                    && (winner == null || ScheduleOverride.CREATED.compare(override, winner) > 0)) {
                winner = override;
            }
        }
        return winner == null
                ? new Piece(start, end, turn.user, null, turn.turn)
                : new Piece(start, end, winner.user(), winner.id(), turn.turn);
    }

    private static Piece underneath(Schedule schedule, Instant instant) {
        Rotation rotation = schedule.rotation();
        ZoneId zone = schedule.zone();
        if (rotation.participants().isEmpty()) {
            return new Piece(Instant.MIN, Instant.MAX, null, null, BEFORE_THE_START);
        }
        Instant first = rotation.boundary(0, zone);
        if (instant.isBefore(first)) {
            return new Piece(Instant.MIN, first, null, null, BEFORE_THE_START);
        }
        long turn = rotation.turnAt(instant, zone);
        return new Piece(
                rotation.boundary(turn, zone),
                rotation.boundary(turn + 1, zone),
                rotation.participant(turn),
                null,
                turn);
    }

    private record Piece(
            Instant start,
            Instant end,
            @Nullable UUID user,
            @Nullable UUID override,
            long turn) {
        boolean sameAs(Piece other) {
            return Objects.equals(user, other.user)
                    && Objects.equals(override, other.override)
                    && (override != null || turn == other.turn);
        }
    }
}
