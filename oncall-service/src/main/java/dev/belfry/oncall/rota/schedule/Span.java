package dev.belfry.oncall.rota.schedule;

import dev.belfry.platform.json.Instants;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The time that a question is about. */
public record Span(Instant from, Instant to) {
    /** A year with its neighbours; nobody looks further ahead. */
    static final Duration LONGEST = Duration.ofDays(400);

    private static final Instant EARLIEST = Instant.parse("1971-06-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2190-01-01T00:00:00Z");

    /** Null when this is no instant that can be asked about. */
    public static @Nullable Instant instant(@Nullable String text) {
        Instant instant = text == null ? null : Instants.read(text);
        return instant == null || instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : instant;
    }

    boolean fits() {
        return to.isAfter(from) && Duration.between(from, to).compareTo(LONGEST) <= 0;
    }
}
