package dev.belfry.oncall.rota.calendar;

import dev.belfry.oncall.identity.outcome.Thing;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A secret address at which a calendar program reads shifts.
 *
 * @param subject the person, schedule or team whose shifts they are; null for everybody's
 * @param owner who made it, and may take it away; null for a token that belongs to no person
 * @param rotatedAt when it last got another address
 * @param url only in the answer that made the address
 * @param boardUrl the same secret, where programs read who is on call now; a person has none
 */
public record CalendarFeed(
        UUID id,
        FeedKind kind,
        @Nullable UUID subject,
        @Nullable UUID owner,
        Instant createdAt,
        @Nullable Instant rotatedAt,
        @Nullable URI url,
        @Nullable URI boardUrl) {
    public static final Thing THING = new Thing("calendar feed of yours", "/api/v1/calendar-feeds");

    CalendarFeed at(URI address, @Nullable URI board) {
        return new CalendarFeed(id, kind, subject, owner, createdAt, rotatedAt, address, board);
    }
}
