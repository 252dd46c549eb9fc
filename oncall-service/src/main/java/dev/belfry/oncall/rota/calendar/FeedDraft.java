package dev.belfry.oncall.rota.calendar;

import dev.belfry.oncall.identity.outcome.Answer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A feed as somebody asks for it; one of everything is about nobody's in particular. */
public record FeedDraft(FeedKind kind, @Nullable UUID subject) {
    List<Answer.Bad> bad() {
        if ((kind == FeedKind.ALL) == (subject == null)) {
            return List.of();
        }
        return List.of(new Answer.Bad(
                "/subject",
                subject == null
                        ? "name the person or team whose shifts it has"
                        : "a feed of everything has no subject"));
    }
}
