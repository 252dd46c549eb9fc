package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lenient reading of what senders send: unknown members are left alone, of a member that comes twice the last counts,
 * null is absent, a number or object where text is expected is taken as its JSON text.
 */
final class Fields {
    static final int MAX_SUMMARY = 1_024;
    static final int MAX_DEDUP_KEY = 255;
    private static final int MAX_TEXT = 8_192;
    private static final int MAX_DETAILS = 200;
    private static final int MAX_LINKS = 20;

    private Fields() {}

    /** The body as a tree; empty when it is not JSON. */
    static Optional<JsonNode> tree(byte[] body) {
        try {
            var tree = Json.mapper().readTree(body);
            return tree == null || tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
        } catch (IOException | StackOverflowError notJson) {
            return Optional.empty();
        }
    }

    /** The text of a member; empty when it is absent, null or blank. */
    static String text(JsonNode node, String... names) {
        for (var name : names) {
            var value = node.get(name);
            if (value != null && !value.isNull()) {
                var text = asText(value).strip();
                if (!text.isEmpty()) {
                    return text;
                }
            }
        }
        return "";
    }

    static @Nullable String optional(JsonNode node, String... names) {
        var text = text(node, names);
        return text.isEmpty() ? null : shorten(text, MAX_SUMMARY);
    }

    private static String asText(JsonNode value) {
        return whole(value.isValueNode() ? value.asText() : value.toString());
    }

    /** Senders cut in the middle of a pair, and write NUL: neither can be kept as text. */
    private static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one == 0 || Character.isSurrogate(one)) {
                return text.codePoints()
                        .map(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF) ? 0xFFFD : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    /** At most that many characters, and never half a surrogate pair. */
    static String shorten(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }

    /** The members of an object as text, under their names with the prefix; what is over the bounds is cut. */
    static void details(@Nullable JsonNode node, String prefix, Map<String, String> into) {
        if (node == null || node.isNull()) {
            return;
        }
        if (!node.isObject()) {
            into.put(prefix.isEmpty() ? "details" : prefix, shorten(asText(node), MAX_TEXT));
            return;
        }
        for (var member : node.properties()) {
            if (into.size() < MAX_DETAILS && !member.getValue().isNull()) {
                into.put(
                        shorten(prefix + whole(member.getKey()), MAX_DEDUP_KEY),
                        shorten(asText(member.getValue()), MAX_TEXT));
            }
        }
    }

    static Map<String, String> details() {
        return new LinkedHashMap<>();
    }

    /** Null when it is absent, not a time, or the zero time by which Go programs say "not set". */
    static @Nullable Instant time(JsonNode node, String... names) {
        var text = text(node, names);
        if (text.isEmpty()) {
            return null;
        }
        var time = Timestamps.parse(text);
        return time == null || time.getEpochSecond() < -62_000_000_000L ? null : time;
    }

    /** Adds a link if it is one: http or https, and a reader could follow it. */
    static void link(List<AlertLink> into, String href, @Nullable String text) {
        if (href.isEmpty() || href.length() > MAX_TEXT || into.size() >= MAX_LINKS) {
            return;
        }
        try {
            var scheme = URI.create(href).getScheme();
            if ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme)) {
                into.add(new AlertLink(href, text));
            }
        } catch (IllegalArgumentException notALink) {
            // kept in the raw body
        }
    }

    /** The words of the field for how bad it is; ERROR for a word nobody knows, so that it is not taken too lightly. */
    static AlertSeverity severity(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "critical", "crit", "fatal", "emergency", "disaster", "page", "p1", "sev1" -> AlertSeverity.CRITICAL;
            case "warning", "warn", "average", "p3", "sev3", "minor" -> AlertSeverity.WARNING;
            case "info", "information", "informational", "none", "ok", "low", "p4", "p5", "sev4", "sev5" ->
                AlertSeverity.INFO;
            default -> AlertSeverity.ERROR;
        };
    }
}
