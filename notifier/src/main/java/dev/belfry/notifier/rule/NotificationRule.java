package dev.belfry.notifier.rule;

import java.time.Duration;
import java.util.UUID;

/** So long after a page, try this contact method. */
public record NotificationRule(UUID id, UUID user, Duration delay, UUID contactMethod) {
    public static final Duration MAX_DELAY = Duration.ofHours(24);
}
