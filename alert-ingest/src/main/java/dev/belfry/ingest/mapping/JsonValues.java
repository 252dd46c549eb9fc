package dev.belfry.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON as values of expressions, and back. */
final class JsonValues {
    /** Beyond this a text is cut for expressions; the raw body has all of it. */
    private static final int MAX_TEXT = 16_384;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonValues() {}

    /** Whole numbers are {@code int} where they fit and {@code double} elsewhere. */
    static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                var members = new LinkedHashMap<String, Object>();
                node.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
                yield members;
            }
            case ARRAY -> {
                var elements = new ArrayList<Object>(node.size());
                node.forEach(element -> elements.add(value(element)));
                yield elements;
            }
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> {
                if (node.isIntegralNumber() && node.canConvertToLong()) {
                    yield node.longValue();
                }
                yield node.doubleValue();
            }
            case STRING -> cut(node.asText());
            default -> NullValue.NULL_VALUE;
        };
    }

    private static String cut(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    static Value json(Object result) {
        var plain = result instanceof Optional<?> optional ? optional.orElse(null) : result;
        var node = node(plain);
        return node.isNull() ? new Value.Nothing() : new Value.Present(node);
    }

    private static JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> JSON.nullNode();
            case NullValue none -> JSON.nullNode();
            case com.google.protobuf.NullValue none -> JSON.nullNode();
            case Optional<?> optional -> node(optional.orElse(null));
            case String text -> JSON.textNode(text);
            case Boolean flag -> JSON.booleanNode(flag);
            case Long number -> JSON.numberNode(number);
            case Double number -> JSON.numberNode(number);
            case List<?> list -> {
                var array = JSON.arrayNode();
                list.forEach(element -> array.add(node(element)));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = JSON.objectNode();
                map.forEach((name, member) -> object.set(String.valueOf(name), node(member)));
                yield object;
            }
            // A time, a duration, an unsigned number, a type.
            default -> JSON.textNode(cut(value.toString()));
        };
    }
}
