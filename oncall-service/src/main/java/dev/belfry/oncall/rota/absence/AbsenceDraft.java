package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.identity.outcome.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An absence as somebody says it. */
public record AbsenceDraft(
        @Nullable UUID user,
        Instant start,
        Instant end,
        @Nullable String reason) {
    private static final Duration LONGEST = Duration.ofDays(366);

    List<Answer.Bad> bad(Instant now) {
        List<Answer.Bad> bad = new ArrayList<>();
        if (!end.isAfter(start)) {
            bad.add(new Answer.Bad("/end", "this is not after the start"));
        } else if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            bad.add(new Answer.Bad("/end", "this is longer than 366 days"));
        } else if (!end.isAfter(now)) {
            bad.add(new Answer.Bad("/end", "this is over"));
        }
        return bad;
    }

    Absence absence(UUID id, UUID person) {
        return new Absence(id, person, null, start, end, reason == null ? "" : reason.strip());
    }
}
