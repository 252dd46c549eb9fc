package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.identity.outcome.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody's time on call, or a part of it. */
public record Part(UUID user, Instant start, Instant end) {
    private static final Duration LONGEST = Duration.ofDays(366);

    /** What is ahead of it; null when it is over. */
    @Nullable
    Part ahead(Instant now) {
        if (!end.isAfter(now)) {
            return null;
        }
        return start.isBefore(now) ? new Part(user, now, end) : this;
    }

    void check(String pointer, Instant now, List<Answer.Bad> bad) {
        if (!end.isAfter(start)) {
            bad.add(new Answer.Bad(pointer + "/end", "this is not after the start"));
        } else if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            bad.add(new Answer.Bad(pointer + "/end", "this is longer than 366 days"));
        } else if (!end.isAfter(now)) {
            bad.add(new Answer.Bad(pointer + "/end", "this is over"));
        }
    }
}
