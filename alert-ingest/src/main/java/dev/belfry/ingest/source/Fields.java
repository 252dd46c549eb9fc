package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.platform.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lenient reading of what senders send: unknown members are left alone, of a member that comes twice the last counts,
 * null is absent, a number or object where text is expected is taken as its JSON text.
 */
final class Fields {
    static final int MAX_SUMMARY = 1_024;
    static final int MAX_DEDUP_KEY = 255;
    static final int MAX_TEXT = 8_192;
    static final int MAX_DETAILS = 200;
    private static final int MAX_LINKS = 20;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,20})?(E[0-9]{1,2})?");
    private static final BigDecimal FAR = BigDecimal.TEN.pow(11);

    private Fields() {}

    /** The body as a tree, in whichever charset it came; empty when it is not JSON. */
    static Optional<JsonNode> tree(Incoming incoming) {
        return tree(incoming.bytes(), incoming.contentType());
    }

    static Optional<JsonNode> tree(byte[] body, String contentType) {
        if (Charsets.declared(contentType) == null) {
            var tree = tree(body);
            if (tree.isPresent() || Charsets.isUtf8(body)) {
                return tree;
            }
        }
        return tree(Charsets.text(body, contentType).getBytes(StandardCharsets.UTF_8));
    }

    /** JSON in a charset of its own standard as a tree; empty when it is none. */
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

    /** The text of a member, or of the first element when it is an array. */
    static String first(JsonNode node, String name) {
        var value = node.path(name);
        return value.isArray() && !value.isEmpty() && !value.get(0).isNull()
                ? whole(value.get(0).asText().strip())
                : value.isArray() ? "" : text(node, name);
    }

    static @Nullable String optional(JsonNode node, String... names) {
        var text = text(node, names);
        return text.isEmpty() ? null : shorten(text, MAX_SUMMARY);
    }

    static String asText(JsonNode value) {
        return whole(value.isValueNode() ? value.asText() : value.toString());
    }

    /** Senders cut in the middle of a pair, and write NUL: neither can be kept as text. */
    static String whole(String text) {
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
        return time(text(node, names));
    }

    /** As above; a space may stand for the T and before the offset, and {@code UTC} for the offset. */
    static @Nullable Instant time(String text) {
        if (text.length() < 11 || text.length() > 64) {
            return null;
        }
        var plain = text.charAt(10) == ' '
                ? text.substring(0, 10)
                        + 'T'
                        + text.substring(11).replace("UTC", "Z").replace(" ", "")
                : text;
        var time = Timestamps.parse(plain);
        return time == null ? null : known(time);
    }

    /** A time as above, or a number of seconds, milli-, micro- or nanoseconds since 1970. */
    static @Nullable Instant moment(JsonNode node, String... names) {
        var text = text(node, names);
        if (!NUMBER.matcher(text).matches()) {
            return time(text);
        }
        var seconds = new BigDecimal(text);
        for (int thousands = 0; thousands < 4; thousands++) {
            // 10^11 seconds are the year 5138, 10^11 milliseconds 1973: no sender means either.
            if (seconds.compareTo(FAR) < 0) {
                long whole = seconds.longValue();
                var rest = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9);
                return known(Instant.ofEpochSecond(whole, rest.longValue()));
            }
            seconds = seconds.movePointLeft(3);
        }
        return null;
    }

    /** Null outside the years 5 to 9999: not set, or not to be kept by a database. */
    private static @Nullable Instant known(Instant time) {
        return time.getEpochSecond() < -62_000_000_000L || time.getEpochSecond() >= 253_402_300_800L ? null : time;
    }

    /** Adds a link that a reader can follow, http or https; what is none, or one too many, is kept as text. */
    static void link(List<AlertLink> into, Map<String, String> details, String href, @Nullable String text) {
        var address = mended(href.strip());
        if (address.isEmpty()) {
            return;
        }
        boolean web = address.startsWith("http://") || address.startsWith("https://");
        if (web && address.length() <= MAX_TEXT && into.size() < MAX_LINKS) {
            into.add(new AlertLink(address, text));
        } else if (details.size() < MAX_DETAILS) {
            var name = text == null ? "link" : "link: " + text;
            var free = name;
            for (int i = 2; details.containsKey(free); i++) {
                free = name + " " + i;
            }
            details.put(shorten(free, MAX_DEDUP_KEY), shorten(whole(href.strip()), MAX_TEXT));
        }
    }

    /** Its scheme in lower case; blanks, controls and quotes, which senders forget to encode, encoded. */
    private static String mended(String href) {
        int colon = href.indexOf("://");
        StringBuilder mended = null;
        for (int i = 0; i < href.length(); i++) {
            char one = href.charAt(i);
            boolean bad = one <= ' ' || one == 0x7f || one == '"' || one == '<' || one == '>';
            boolean upper = i < colon && one >= 'A' && one <= 'Z';
            if (mended == null && (bad || upper)) {
                mended = new StringBuilder(href.length() + 16).append(href, 0, i);
            }
            if (mended != null && bad) {
                mended.append('%')
                        .append(Character.toUpperCase(Character.forDigit(one >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(one & 15, 16)));
            } else if (mended != null) {
                mended.append(upper ? Character.toLowerCase(one) : one);
            }
        }
        return mended == null ? href : mended.toString();
    }

    /** A picture, and where a click on it leads, as links. */
    static void image(List<AlertLink> into, Map<String, String> details, JsonNode image) {
        var source = text(image, "src");
        var href = text(image, "href");
        link(into, details, source, optional(image, "alt", "text"));
        if (!href.equals(source)) {
            link(into, details, href, optional(image, "alt", "text"));
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
