package dev.belfry.oncall.identity.people;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which of the people that somebody names there are, and which of them can be on call.
 *
 * @param active those who are not deactivated; among all
 */
public record Known(Set<UUID> all, Set<UUID> active) {
    public Known {
        all = Set.copyOf(all);
        active = Set.copyOf(active);
    }

    /** Why this person cannot be put on call; null when they can. */
    public @Nullable String refusal(UUID person) {
        if (!all.contains(person)) {
            return "there is no such user";
        }
        return active.contains(person) ? null : "this user is inactive; activate them first, or name somebody else";
    }
}
