package dev.belfry.oncall.identity.profile;

import dev.belfry.oncall.identity.access.Session;
import dev.belfry.oncall.identity.people.Token;
import dev.belfry.oncall.identity.people.User;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's account as they see it.
 *
 * @param local whether they have a password here
 * @param reminders how long before a shift they want to hear of it
 * @param current the session that asks
 */
public record Profile(
        User user,
        boolean local,
        boolean secondFactor,
        int codesLeft,
        List<Session> sessions,
        List<Token> tokens,
        Set<Duration> reminders,
        @Nullable UUID current) {}
