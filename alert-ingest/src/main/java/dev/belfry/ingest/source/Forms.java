package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A body as a tree, whether it came as JSON, as a form, or as form data in parts (RFC 7578). */
final class Forms {
    private static final int MAX_FIELDS = 500;

    private Forms() {}

    /** An object or array; empty when the body is none. What it is decides, then what its header says. */
    static Optional<JsonNode> tree(Incoming incoming) {
        var json = Fields.tree(incoming);
        if (json.isPresent() && json.get().isContainerNode()) {
            return json;
        }
        var type = incoming.header().apply("Content-Type");
        var word = type.toLowerCase(Locale.ROOT);
        if (word.startsWith("multipart/form-data")) {
            return some(parts(octets(incoming), boundary(type)));
        }
        return word.startsWith("application/x-www-form-urlencoded")
                ? some(fields(octets(incoming), type))
                : Optional.empty();
    }

    /** A member that holds JSON as its text, as forms do, in place of that text. */
    static JsonNode inner(JsonNode tree, String name) {
        var inner = tree.path(name);
        return inner.isTextual()
                ? Fields.tree(inner.asText().getBytes(StandardCharsets.UTF_8)).orElse(inner)
                : inner;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Optional<JsonNode> some(ObjectNode fields) {
        return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
    }

    /** Text of one character for each byte. */
    private static String octets(Incoming incoming) {
        return new String(incoming.bytes(), StandardCharsets.ISO_8859_1);
    }

    private static ObjectNode fields(String octets, String type) {
        var fields = object();
        pairs(octets, type, fields::put);
        return fields;
    }

    /** The names and values of a form or a query, each decoded by itself: what one is in says nothing of the others. */
    static void pairs(String octets, String type, BiConsumer<String, String> into) {
        int from = 0;
        for (int count = 0; from < octets.length() && count < MAX_FIELDS; count++) {
            int end = octets.indexOf('&', from) < 0 ? octets.length() : octets.indexOf('&', from);
            int equals = octets.indexOf('=', from);
            if (equals > from && equals < end) {
                into.accept(text(octets.substring(from, equals), type), text(octets.substring(equals + 1, end), type));
            }
            from = end + 1;
        }
    }

    private static String text(String encoded, String type) {
        return Charsets.text(Percent.decode(encoded, true), type);
    }

    private static String boundary(String type) {
        int at = type.toLowerCase(Locale.ROOT).indexOf("boundary=");
        if (at < 0) {
            return "";
        }
        var rest = type.substring(at + "boundary=".length());
        int end = rest.indexOf(';') < 0 ? rest.length() : rest.indexOf(';');
        return rest.substring(0, end).strip().replace("\"", "");
    }

    private static ObjectNode parts(String octets, String boundary) {
        var fields = object();
        if (boundary.isEmpty()) {
            return fields;
        }
        var line = "--" + boundary;
        int from = octets.indexOf(line);
        while (from >= 0 && fields.size() < MAX_FIELDS) {
            int start = from + line.length();
            int next = octets.indexOf(line, start);
            part(octets.substring(start, next < 0 ? octets.length() : next), fields);
            from = next;
        }
        return fields;
    }

    private static void part(String part, ObjectNode into) {
        int blank = part.indexOf("\r\n\r\n");
        int name = part.indexOf(" name=\"");
        if (blank < 0 || name < 0 || name > blank) {
            return;
        }
        int start = name + " name=\"".length();
        int end = part.indexOf('"', start);
        if (end < 0 || end > blank) {
            return;
        }
        var value = part.substring(
                blank + 4, part.endsWith("\r\n") && part.length() >= blank + 6 ? part.length() - 2 : part.length());
        into.put(
                Charsets.text(part.substring(start, end), ""),
                Charsets.text(value, part.substring(0, blank).replace('\r', ';').replace('\n', ';')));
    }
}
