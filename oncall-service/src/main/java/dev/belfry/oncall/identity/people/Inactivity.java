package dev.belfry.oncall.identity.people;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a person is nobody: not on call for any reader. What was before it stays as it was.
 *
 * @param until null while it lasts
 */
public record Inactivity(
        UUID person, Instant since, @Nullable Instant until) {
    public boolean covers(Instant instant) {
        return !instant.isBefore(since) && (until == null || instant.isBefore(until));
    }
}
