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

    /**
     * What an answer of a chat or of a push service means: 2xx is success; 408, 425, 429 and 5xx pass; with 401, 403, 404 and
     * 410 the address is not to be used any more. Too many calls to one address say nothing of the others.
     *
     * @param said what it said beside the status, in whatever words
     * @param wait how long it asks to be left alone, where its header does not say so
     */
    public static Outcome hook(String who, Answer answer, String said, @Nullable Duration wait, Instant now) {
        int status = answer.status();
        if (answer.success()) {
            return new Outcome.Accepted(who + " has the message");
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Outcome.Passing(
                    detail(who, status, said),
                    wait == null ? retryAfter(answer.header("Retry-After"), now) : bounded(wait),
                    status >= 500 ? Outcome.Trouble.CERTAIN : Outcome.Trouble.NONE);
        }
        boolean gone = status == 401 || status == 403 || status == 404 || status == 410;
        return refused(who, status, said, gone ? Outcome.Fault.GONE : Outcome.Fault.ADDRESS);
    }

    public static Outcome refused(String who, int status, String said, Outcome.Fault fault) {
        return new Outcome.Permanent(detail(who, status, said), fault);
    }

    /** Long words are left out: they may be addresses or keys. */
    private static String detail(String who, int status, String said) {
        var words = Text.line(Text.withoutAddresses(said.replaceAll("\\S{33,}", "…")), 120);
        return who + " answered " + status + (words.isBlank() ? "" : " (" + words + ")");
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
        return bounded(wait);
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait;
    }
}
