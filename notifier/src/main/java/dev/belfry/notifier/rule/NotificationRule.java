package dev.belfry.notifier.rule;

import dev.belfry.contracts.incident.Urgency;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * So long after a page, try this contact method.
 *
 * @param urgency of the pages that it is for; null for every page
 */
public record NotificationRule(
        UUID id,
        UUID user,
        Duration delay,
        UUID contactMethod,
        @Nullable Urgency urgency) {
    public static final Duration MAX_DELAY = Duration.ofHours(24);

    boolean isFor(Urgency paged) {
        return urgency == null || urgency == paged;
    }
}
