package dev.belfry.oncall.identity.people;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person in the list.
 *
 * @param teams the names of their teams
 * @param lastSeen when they were last seen in a session that is known; null for never
 */
public record PersonRow(
        User user, List<String> teams, @Nullable Instant lastSeen) {
    public PersonRow {
        teams = List.copyOf(teams);
    }
}
