package dev.belfry.notifier.rule;

import java.util.UUID;

/**
 * What somebody wants to be told beside pages.
 *
 * @param whenOver whether they are told that an incident they were paged for is over
 */
public record NotificationChoice(UUID user, boolean whenOver) {

    /** Whoever has a page in the mailbox needs to know that it asks for nothing any more. */
    static NotificationChoice usual(UUID user) {
        return new NotificationChoice(user, true);
    }
}
