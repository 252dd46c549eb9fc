package dev.belfry.incident.catalog.service;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.platform.id.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the words of senders storable: PostgreSQL takes no NUL, and an index takes no endless key. */
public final class Words {
    private static final int LONGEST_KEY = 255;
    private static final int LONGEST_SUMMARY = 1024;

    private Words() {}

    public static AcceptedRequest storable(AcceptedRequest request) {
        return new AcceptedRequest(
                request.id(),
                request.integrationId(),
                request.serviceId(),
                text(request.format()),
                request.receivedAt(),
                text(request.raw()),
                request.alerts().stream().map(Words::storable).toList());
    }

    private static AlertSignal storable(AlertSignal signal) {
        return new AlertSignal(
                signal.id(),
                signal.action(),
                key(text(signal.dedupKey())),
                summary(text(signal.summary())),
                signal.severity(),
                optional(signal.source()),
                optional(signal.component()),
                signal.occurredAt(),
                details(signal.details()),
                signal.links().stream()
                        .map(link -> new AlertLink(text(link.href()), optional(link.text())))
                        .toList(),
                signal.labels() == null ? null : details(signal.labels()),
                optional(signal.description()),
                optional(signal.priority()),
                signal.tags() == null
                        ? null
                        : signal.tags().stream().map(Words::text).toList(),
                signal.expiresAt(),
                signal.repeats());
    }

    private static Map<String, String> details(Map<String, String> details) {
        var clean = new LinkedHashMap<String, String>();
        details.forEach((name, value) -> clean.put(text(name), text(value)));
        return clean;
    }

    /** Never blank, and never longer than a title may be. */
    public static String summary(String summary) {
        if (summary.isBlank()) {
            return "Alert without a summary";
        }
        return summary.length() <= LONGEST_SUMMARY ? summary : start(summary, LONGEST_SUMMARY - 1) + "…";
    }

    /** A key that is too long keeps its beginning for the eye and a hash for the difference, just as alert-ingest does it. */
    public static String key(String key) {
        if (key.length() <= LONGEST_KEY) {
            return key;
        }
        return start(key, 190) + "…" + Sha256.hex(key);
    }

    /** The beginning, and never half a surrogate pair at its end. */
    private static String start(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    private static @Nullable String optional(@Nullable String value) {
        return value == null ? null : text(value);
    }

    /** Without NUL and halves of surrogate pairs: neither can be kept as text, nor sent on as JSON. */
    public static String text(@Nullable String value) {
        if (value == null) {
            return "";
        }
        return value.chars().noneMatch(one -> one == 0 || Character.isSurrogate((char) one))
                ? value
                : value.codePoints()
                        .map(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF) ? 0xFFFD : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }
}
