package dev.belfry.contracts.announcement;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code deliveries.v1}: what became of a request to post something on a status page.
 *
 * @param request the id of the request
 * @param link where customers read the post; null when it was refused
 * @param refusal why it was not posted, in words; null when it was
 */
public record AnnouncementAnswer(
        UUID request,
        UUID incidentId,
        @Nullable String link,
        @Nullable String refusal,
        Instant at) {
    public static final String TYPE = "belfry.announcement.answered.v1";
}
