package dev.belfry.incident.incident.timeline;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.platform.database.Message;
import java.time.Instant;
import java.util.UUID;

/** Tells one person something that may wait until they look; it is no page. */
public final class Notice {
    private Notice() {}

    /**
     * @param kind what sort of notice it is, such as {@code incident.role}
     * @param path the page that it is about
     */
    public static Message of(
            UUID id, UserEntry to, String kind, String subject, String text, String path, Instant now) {
        var person = to.id().toString();
        return new Message(
                id,
                Topics.NOTICES.name(),
                person,
                NoticeRequest.TYPE,
                person,
                new NoticeRequest(id, to.id(), kind, subject, text, path, now));
    }
}
