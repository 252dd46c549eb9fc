package dev.belfry.contracts.notice;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code notices.v1}: this person is to be told something that needs no answer. It travels apart from pages,
 * so that no page waits behind it.
 *
 * @param id derived from what it is about, so that nobody is told twice whatever is restarted
 * @param kind what it is about, such as {@code shift.begins}; a webhook can choose by it
 * @param path where in the console there is more, such as {@code /on-call}; null when there is not
 * @param confidential true when it goes to a verified e-mail address or to nobody
 */
public record NoticeRequest(
        UUID id,
        UUID userId,
        String kind,
        String subject,
        String text,
        @Nullable String path,
        Instant at,
        @Nullable Boolean confidential) {
    public static final String TYPE = "belfry.notice.requested.v1";

    /** A notice that may go wherever the person is reached. */
    public NoticeRequest(
            UUID id, UUID userId, String kind, String subject, String text, @Nullable String path, Instant at) {
        this(id, userId, kind, subject, text, path, at, null);
    }
}
