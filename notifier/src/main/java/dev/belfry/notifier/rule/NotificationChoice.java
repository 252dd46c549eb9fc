package dev.belfry.notifier.rule;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be told beside pages.
 *
 * @param whenOver whether they are told that an incident they were paged for is over
 * @param quiet between when they are not paged for what can wait; null for never
 */
public record NotificationChoice(
        UUID user, boolean whenOver, @Nullable QuietHours quiet) {

    /** Whoever has a page in the mailbox needs to know that it asks for nothing any more. */
    static NotificationChoice usual(UUID user) {
        return new NotificationChoice(user, true, null);
    }
}
