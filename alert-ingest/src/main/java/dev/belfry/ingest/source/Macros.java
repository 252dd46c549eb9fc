package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Members that a sender filled in from its macros. A name counts by its letters and digits, so that {@code EVENT.ID},
 * {@code {EVENT.ID}} and {@code event_id} are one; a macro the sender did not know arrives as it is, and is absent.
 */
final class Macros {
    private static final int MAX = 500;
    private static final Pattern UNRESOLVED = Pattern.compile(
            "\\*UNKNOWN\\*|\\{[A-Z][A-Z0-9._:#?-]*\\}|\\{\\{[^{}]*\\}\\}|\\$[A-Za-z_][A-Za-z0-9_.]*\\$?");

    private final Map<String, String> values = new HashMap<>();

    private Macros() {}

    /** The members of an object and of the objects in it; the prefix of a name, such as {@code NOTIFY}, is left off. */
    static Macros of(JsonNode tree, String prefix) {
        var macros = new Macros();
        for (var member : tree.properties()) {
            macros.put(prefix, member.getKey(), member.getValue());
            if (member.getValue().isObject()) {
                for (var inner : member.getValue().properties()) {
                    macros.put(prefix, member.getKey() + inner.getKey(), inner.getValue());
                }
            }
        }
        return macros;
    }

    private void put(String prefix, String name, JsonNode value) {
        var text = value.isNull() ? "" : Fields.asText(value).strip();
        if (values.size() < MAX && !text.isEmpty() && !UNRESOLVED.matcher(text).matches()) {
            var plain = plain(name);
            values.put(plain.startsWith(prefix) ? plain.substring(prefix.length()) : plain, text);
        }
    }

    private static String plain(String name) {
        var plain = new StringBuilder();
        Fields.shorten(name, Fields.MAX_DEDUP_KEY)
                .toUpperCase(Locale.ROOT)
                .chars()
                .filter(Character::isLetterOrDigit)
                .forEach(one -> plain.append((char) one));
        return plain.toString();
    }

    /** The first that is there, by plain names such as {@code EVENTID}; empty when none is. */
    String text(String... names) {
        for (var name : names) {
            var value = values.get(name);
            if (value != null) {
                return value;
            }
        }
        return "";
    }
}
