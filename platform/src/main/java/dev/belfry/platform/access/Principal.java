package dev.belfry.platform.access;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking.
 *
 * @param userId null for a token that belongs to no person
 * @param zone in which they read times; UTC for a token of nobody
 * @param role what they may do everywhere
 * @param teams in which teams they may do more
 * @param scopes what a token may be used for; null for all that its role may
 * @param sessionId null for a token
 * @param csrf what a form of this session must carry; empty for a token
 */
public record Principal(
        String id,
        @Nullable UUID userId,
        String name,
        ZoneId zone,
        Role role,
        Map<UUID, Role> teams,
        @Nullable Set<String> scopes,
        @Nullable UUID sessionId,
        String csrf,
        @Nullable Instant expiresAt) {
    public static final String READ = "read";
    public static final String WRITE = ":write";

    /** Whether they may do what needs this role to a thing that this team owns; null for what no team owns. */
    public boolean may(Role needed, @Nullable UUID team) {
        if (role.covers(needed)) {
            return true;
        }
        var there = team == null ? null : teams.get(team);
        return there != null && there.covers(needed);
    }

    /** Whether there is any thing that they may do it to. */
    public boolean maySomewhere(Role needed) {
        return role.covers(needed) || teams.values().stream().anyMatch(there -> there.covers(needed));
    }

    public boolean hasScope(String scope) {
        return scopes == null || scopes.contains(scope);
    }
}
