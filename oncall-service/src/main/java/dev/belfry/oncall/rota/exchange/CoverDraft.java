package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.identity.outcome.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A cover request as somebody makes it. */
public record CoverDraft(
        UUID schedule,
        UUID user,
        Instant start,
        Instant end,
        @Nullable String note) {
    Part part() {
        return new Part(user, start, end);
    }

    List<Answer.Bad> bad(Instant now) {
        List<Answer.Bad> bad = new ArrayList<>();
        part().check("", now, bad);
        return bad;
    }

    CoverRequest request(UUID id, String by, Instant now) {
        String words = note == null ? "" : note.strip();
        return new CoverRequest(id, schedule, part(), words, CoverStatus.OPEN, by, now, null, null, null, null);
    }
}
