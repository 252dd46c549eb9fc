package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.identity.outcome.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A swap as somebody offers it. */
public record SwapDraft(
        UUID schedule, Part give, Part take, @Nullable String note) {
    List<Answer.Bad> bad(Instant now) {
        List<Answer.Bad> bad = new ArrayList<>();
        give.check("/give", now, bad);
        take.check("/take", now, bad);
        if (give.user().equals(take.user())) {
            bad.add(new Answer.Bad("/take/user", "this is the same person"));
        }
        return bad;
    }

    Swap swap(UUID id, String by, Instant now) {
        String words = note == null ? "" : note.strip();
        return new Swap(id, schedule, give, take, words, SwapStatus.OFFERED, by, now, null, null);
    }
}
