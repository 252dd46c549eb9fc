package dev.belfry.oncall.rota.outside;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A calendar that somebody else keeps.
 *
 * @param user whose absences it has
 * @param team whose it is; null for everybody's holidays
 * @param schedule which follows it
 * @param url where it is fetched, a secret; null for a file that was sent
 * @param readAt when it was last read, be it unchanged
 * @param readUntil how far ahead it was followed
 * @param error why it could not be read the last time; what was read before stays
 */
public record OutsideCalendar(
        UUID id,
        OutsideKind kind,
        String name,
        @Nullable UUID user,
        @Nullable UUID team,
        @Nullable UUID schedule,
        @Nullable String url,
        @Nullable String etag,
        @Nullable String modified,
        @Nullable Instant readAt,
        @Nullable Instant readUntil,
        int events,
        @Nullable String error,
        Instant createdAt,
        long version) {

    /** A calendar as the API shows it: of its address only the host. */
    public record Body(
            UUID id,
            String name,
            @Nullable UUID user,
            @Nullable UUID team,
            @Nullable UUID schedule,
            @Nullable String host,
            @Nullable Instant readAt,
            int events,
            @Nullable String error,
            Instant createdAt) {}

    public Body body() {
        return new Body(id, name, user, team, schedule, host(), readAt, events, error, createdAt);
    }

    private @Nullable String host() {
        return url == null ? null : URI.create(url).getHost();
    }
}
