package dev.belfry.system.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.belfry.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The API of Kubernetes 1.32 as far as it is used here, and the custom resources of the operators; strictly: what they do not name
 * is an error. Where they are from is in crds/README.md.
 */
final class KubernetesSchema {
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Optional<Schema>> kinds = new HashMap<>();
    private final ObjectNode definitions = definitions();

    /** What is wrong with the object, in words; empty when nothing is. Test classes share it. */
    synchronized List<String> violations(JsonNode object) {
        var kind =
                object.path("apiVersion").asText() + " " + object.path("kind").asText();
        var schema = kinds.computeIfAbsent(kind, unread -> schema(object));
        if (schema.isEmpty()) {
            return List.of("no schema knows the kind " + kind);
        }
        return schema.get().validate(object.toString(), InputFormat.JSON).stream()
                .map(error -> kind + " " + Manifests.name(object) + ": " + error)
                .toList();
    }

    private Optional<Schema> schema(JsonNode object) {
        var apiVersion = object.path("apiVersion").asText();
        var kind = object.path("kind").asText();
        for (var definition : definitions.properties()) {
            var properties = definition.getValue().path("properties");
            if (properties.at("/kind/const").asText().equals(kind)
                    && properties.at("/apiVersion/const").asText().equals(apiVersion)) {
                var root = JsonNodeFactory.instance.objectNode().put("$ref", "#/definitions/" + definition.getKey());
                root.set("definitions", definitions);
                return Optional.of(registry.getSchema(root.toString()));
            }
        }
        return custom(apiVersion, kind).map(schema -> registry.getSchema(schema.toString()));
    }

    /** The schema of a custom resource, with the metadata that every object has. */
    private Optional<JsonNode> custom(String apiVersion, String kind) {
        var file = "/crds/" + apiVersion.replaceFirst("/.*", "") + "_" + kind.toLowerCase(Locale.ROOT) + "_"
                + apiVersion.replaceFirst(".*/", "") + ".json";
        return Optional.ofNullable(KubernetesSchema.class.getResource(file)).map(found -> {
            var schema = (ObjectNode) read(file);
            closeAll(schema);
            ((ObjectNode) schema.path("properties"))
                    .set("metadata", JsonNodeFactory.instance.objectNode().put("$ref", "#/definitions/V1ObjectMeta"));
            schema.set("definitions", definitions);
            return schema;
        });
    }

    /** Objects that list their members have no others, as the API server prunes them. */
    private static void closeAll(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.has("properties")
                && !object.has("additionalProperties")
                && object.path("type").asText().equals("object")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(KubernetesSchema::closeAll);
    }

    private static ObjectNode definitions() {
        var definitions = (ObjectNode) read("/kubernetes-1.32.json").path("definitions");
        definitions.forEach(definition -> ((ObjectNode) definition).put("additionalProperties", false));
        return definitions;
    }

    private static JsonNode read(String name) {
        try (var resource = KubernetesSchema.class.getResourceAsStream(name)) {
            return Json.mapper().readTree(Objects.requireNonNull(resource));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
