package dev.belfry.notifier.channel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What the answers of providers mean. */
public final class Verdict {
    private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(60);

    private Verdict() {}

    /** 2xx is success; 408, 425, 429 and 5xx pass; anything else, a redirect too, stays as it is; 410 says never again. */
    public static Outcome http(int status, @Nullable String retryAfter, Instant now) {
        var detail = "the receiver answered " + status;
        if (status >= 200 && status < 300) {
            return new Outcome.Accepted(detail);
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Outcome.Passing(detail, retryAfter(retryAfter, now), Outcome.Trouble.CERTAIN);
        }
        return new Outcome.Permanent(detail, status == 410 ? Outcome.Fault.GONE : Outcome.Fault.ADDRESS);
    }

    /** @param code the SMTP reply code: 4xx passes, 5xx stays */
    public static Outcome smtp(int code, @Nullable String reply) {
        var said = reply == null || reply.isBlank() ? "" : ": " + Text.withoutAddresses(reply);
        var detail = "the mail server refused (" + code + ")" + said;
        return switch (code) {
            case 530, 534, 535, 538 -> new Outcome.Permanent(detail, Outcome.Fault.CHANNEL); // RFC 4954: sign-in
            default ->
                code >= 500 && code < 600
                        ? new Outcome.Permanent(detail, Outcome.Fault.ADDRESS)
                        : new Outcome.Passing(
                                detail,
                                null,
                                // RFC 5321: the server is closing
                                code == 421 ? Outcome.Trouble.CERTAIN : Outcome.Trouble.NONE);
        };
    }

    /** Seconds or an HTTP date (RFC 9110 §10.2.3), at most a minute; null when there is none that can be read. */
    static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            return null;
        }
        var value = header.strip();
        Duration wait;
        if (value.matches("\\d{1,9}")) {
            wait = Duration.ofSeconds(Long.parseLong(value));
        } else {
            try {
                wait = Duration.between(
                        now,
                        ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            } catch (DateTimeException unreadable) {
                return null;
            }
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait;
    }
}
