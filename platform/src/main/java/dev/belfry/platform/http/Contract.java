package dev.belfry.platform.http;

import dev.belfry.platform.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/**
 * An OpenAPI document: the text that is published, and the same without what the validator of Vert.x 5.0 refuses to
 * load (response media types other than plain JSON, and the security section, which this house checks itself).
 */
public final class Contract {
    private static final Set<String> LOADABLE = Set.of("application/json", "text/plain", "application/octet-stream");

    private final String text;

    private Contract(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when there is no such document on the class path */
    public static Contract load(String resource) {
        try (var in = Contract.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no contract on the class path: " + resource);
            }
            return new Contract(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public String text() {
        return text;
    }

    public JsonObject document() {
        Map<String, Object> document = new Yaml().load(text);
        return new JsonObject(Json.text(document));
    }

    JsonObject loadable() {
        var document = document();
        var shared =
                document.getJsonObject("components", new JsonObject()).getJsonObject("responses", new JsonObject());
        document.remove("security");
        document.remove("servers");
        if (document.getJsonObject("components") != null) {
            document.getJsonObject("components").remove("securitySchemes");
            document.getJsonObject("components").remove("responses");
        }
        for (var path : document.getJsonObject("paths")) {
            for (var operation : (JsonObject) path.getValue()) {
                if (operation.getValue() instanceof JsonObject described && described.containsKey("responses")) {
                    described.remove("security");
                    described.put("responses", loadable(described.getJsonObject("responses"), shared));
                }
            }
        }
        return document;
    }

    private static JsonObject loadable(JsonObject responses, JsonObject shared) {
        var kept = new JsonObject();
        for (var entry : responses) {
            var response = ((JsonObject) entry.getValue()).copy();
            if (response.containsKey("$ref")) {
                var name = response.getString("$ref");
                response = shared.getJsonObject(name.substring(name.lastIndexOf('/') + 1))
                        .copy();
            }
            response.remove("headers");
            var content = response.getJsonObject("content");
            if (content != null) {
                content.fieldNames().removeIf(mediaType -> !LOADABLE.contains(mediaType));
                if (content.isEmpty()) {
                    response.remove("content");
                }
            }
            kept.put(entry.getKey(), response);
        }
        return kept;
    }

    /** Every operation id of the document. */
    public Set<String> operationIds() {
        var ids = new java.util.TreeSet<String>();
        for (var path : document().getJsonObject("paths")) {
            for (var operation : (JsonObject) path.getValue()) {
                if (!(operation.getValue() instanceof JsonArray)
                        && operation.getValue() instanceof JsonObject described
                        && described.getString("operationId") != null) {
                    ids.add(described.getString("operationId"));
                }
            }
        }
        return ids;
    }
}
