package dev.belfry.oncall.profile;

import dev.belfry.oncall.access.Session;
import dev.belfry.oncall.people.Token;
import dev.belfry.oncall.people.User;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's account as they see it.
 *
 * @param local whether they have a password here
 * @param current the session that asks
 */
public record Profile(
        User user,
        boolean local,
        boolean secondFactor,
        int codesLeft,
        List<Session> sessions,
        List<Token> tokens,
        @Nullable UUID current) {}
