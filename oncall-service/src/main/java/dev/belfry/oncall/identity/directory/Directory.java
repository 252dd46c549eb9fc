package dev.belfry.oncall.identity.directory;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.PolicyEntry;
import dev.belfry.contracts.directory.RevokedSessionEntry;
import dev.belfry.contracts.directory.SigningKeyEntry;
import dev.belfry.contracts.directory.TeamEntry;
import dev.belfry.contracts.directory.TokenEntry;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.platform.database.Message;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The messages that keep {@code directory.v1} true; a tombstone takes an entry out. */
public final class Directory {
    private Directory() {}

    public static Message user(UUID message, UserEntry entry) {
        return message(message, entry.key(), UserEntry.TYPE, entry);
    }

    public static Message userGone(UUID message, UUID user) {
        return message(message, "user:" + user, UserEntry.TYPE, null);
    }

    public static Message token(UUID message, TokenEntry entry) {
        return message(message, entry.key(), TokenEntry.TYPE, entry);
    }

    public static Message tokenGone(UUID message, UUID token) {
        return message(message, "token:" + token, TokenEntry.TYPE, null);
    }

    public static Message signingKey(UUID message, SigningKeyEntry entry) {
        return message(message, entry.key(), SigningKeyEntry.TYPE, entry);
    }

    public static Message revoked(UUID message, RevokedSessionEntry entry) {
        return message(message, entry.key(), RevokedSessionEntry.TYPE, entry);
    }

    public static Message policy(UUID message, PolicyEntry entry) {
        return message(message, entry.key(), PolicyEntry.TYPE, entry);
    }

    public static Message team(UUID message, TeamEntry entry) {
        return message(message, entry.key(), TeamEntry.TYPE, entry);
    }

    public static Message teamGone(UUID message, UUID team) {
        return message(message, "team:" + team, TeamEntry.TYPE, null);
    }

    public static Message policyGone(UUID message, UUID policy) {
        return message(message, "escalation-policy:" + policy, PolicyEntry.TYPE, null);
    }

    private static Message message(UUID id, String key, String type, @Nullable Object entry) {
        return new Message(id, Topics.DIRECTORY.name(), key, type, key, entry);
    }
}
