package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A body as a tree, whether it came as JSON, as a form, or as form data in parts (RFC 7578). */
final class Forms {
    private static final int MAX_FIELDS = 500;

    private Forms() {}

    /** An object or array; empty when the body is none. What it is decides, then what its header says. */
    static Optional<JsonNode> tree(Incoming incoming) {
        var json = Fields.tree(incoming.bytes());
        if (json.isPresent() && json.get().isContainerNode()) {
            return json;
        }
        var type = incoming.header().apply("Content-Type");
        var word = type.toLowerCase(Locale.ROOT);
        var octets = new String(incoming.bytes(), StandardCharsets.ISO_8859_1);
        if (word.startsWith("multipart/form-data")) {
            return some(parts(octets, boundary(type)));
        }
        return word.startsWith("application/x-www-form-urlencoded") ? some(fields(octets)) : Optional.empty();
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

    private static ObjectNode fields(String octets) {
        var fields = object();
        int from = 0;
        while (from < octets.length() && fields.size() < MAX_FIELDS) {
            int end = octets.indexOf('&', from) < 0 ? octets.length() : octets.indexOf('&', from);
            int equals = octets.indexOf('=', from);
            if (equals > from && equals < end) {
                fields.put(text(octets.substring(from, equals)), text(octets.substring(equals + 1, end)));
            }
            from = end + 1;
        }
        return fields;
    }

    private static String text(String encoded) {
        return new String(Percent.decode(encoded, true), StandardCharsets.UTF_8);
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
        into.put(utf8(part.substring(start, end)), utf8(value));
    }

    private static String utf8(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
