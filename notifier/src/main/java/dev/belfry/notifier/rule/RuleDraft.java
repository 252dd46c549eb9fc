package dev.belfry.notifier.rule;

import dev.belfry.contracts.incident.Urgency;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A notification rule as somebody asks for it. */
public record RuleDraft(
        @Nullable UUID user,
        String delay,
        UUID contactMethod,
        @Nullable Urgency urgency) {
    /** Null when it is no duration from nothing to a day. */
    public @Nullable Duration parsedDelay() {
        try {
            var parsed = Duration.parse(delay);
            return parsed.isNegative() || parsed.compareTo(NotificationRule.MAX_DELAY) > 0 ? null : parsed;
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
