package dev.belfry.incident.incident.seal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The daily check of all timelines, as far as it is.
 *
 * @param after the incident whose timeline was checked last
 * @param endedAt null while it is under way
 * @param incidents the numbers of the first incidents whose timelines are broken
 */
record SealCheck(
        @Nullable Instant begunAt,
        @JsonIgnore @Nullable UUID after,
        @Nullable Instant endedAt,
        long timelines,
        long lines,
        long broken,
        List<Long> incidents) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_NAMED = 20;

    /** What was found in a piece of it. */
    record Piece(int timelines, long lines, @Nullable UUID last, List<Long> broken) {}

    static SealCheck begun(Instant now) {
        return new SealCheck(now, null, null, 0, 0, 0, List.of());
    }

    /** Whether there is something to do: it is under way, or the last one began a day ago. */
    boolean isDue(Instant now) {
        return begunAt == null || endedAt == null || !begunAt.plus(DAY).isAfter(now);
    }

    /** The one to go on with. */
    SealCheck next(Instant now) {
        return begunAt == null || endedAt != null ? begun(now) : this;
    }

    SealCheck with(Piece piece, boolean over, Instant now) {
        return new SealCheck(
                begunAt,
                piece.last() == null ? after : piece.last(),
                over ? now : null,
                timelines + piece.timelines(),
                lines + piece.lines(),
                broken + piece.broken().size(),
                Stream.concat(incidents.stream(), piece.broken().stream())
                        .limit(MOST_NAMED)
                        .toList());
    }
}
