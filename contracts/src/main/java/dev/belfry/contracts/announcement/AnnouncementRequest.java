package dev.belfry.contracts.announcement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A record of {@code requests.v1}: something to be posted for customers, in the words that were written for them.
 *
 * @param id a request is carried out once, however often it arrives
 * @param incidentId requests for one incident and one page add to the same post
 * @param title what the post is called from now on
 * @param components those that look different because of it; the others stay as earlier requests left them
 */
public record AnnouncementRequest(
        UUID id,
        UUID incidentId,
        UUID statusPage,
        String title,
        String text,
        PublicStage stage,
        PublicImpact impact,
        List<Affected> components,
        Instant at) {
    public static final String TYPE = "belfry.announcement.requested.v1";

    /** How a component of the page looks while the post is open. */
    public record Affected(UUID id, PublicLook status) {}
}
