package dev.belfry.oncall.calendar;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A secret address at which a calendar program reads shifts.
 *
 * @param subject the person, schedule or team whose shifts they are
 * @param owner who made it, and may take it away; null for a token that belongs to no person
 * @param rotatedAt when it last got another address
 * @param url only in the answer that made the address
 */
public record CalendarFeed(
        UUID id,
        FeedKind kind,
        UUID subject,
        @Nullable UUID owner,
        Instant createdAt,
        @Nullable Instant rotatedAt,
        @Nullable URI url) {
    CalendarFeed at(URI address) {
        return new CalendarFeed(id, kind, subject, owner, createdAt, rotatedAt, address);
    }
}
