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
import java.util.Map;
import java.util.Objects;

/** The API of Kubernetes 1.32 as far as it is used here, strictly: what it does not name is an error. */
final class KubernetesSchema {
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> kinds = new HashMap<>();
    private final JsonNode definitions = definitions();

    /** What is wrong with the object, in words; empty when nothing is. */
    List<String> violations(JsonNode object) {
        var kind = object.path("kind").asText();
        if (!definitions.has("V1" + kind)) {
            return List.of("kubernetes-1.32.json does not know the kind " + kind);
        }
        return kinds.computeIfAbsent(kind, this::schema).validate(object.toString(), InputFormat.JSON).stream()
                .map(error -> kind + " " + Manifests.name(object) + ": " + error)
                .toList();
    }

    private Schema schema(String kind) {
        var root = JsonNodeFactory.instance.objectNode().put("$ref", "#/definitions/V1" + kind);
        root.set("definitions", definitions);
        return registry.getSchema(root.toString());
    }

    private static JsonNode definitions() {
        try (var resource = KubernetesSchema.class.getResourceAsStream("/kubernetes-1.32.json")) {
            var definitions =
                    Json.mapper().readTree(Objects.requireNonNull(resource)).path("definitions");
            definitions.forEach(definition -> ((ObjectNode) definition).put("additionalProperties", false));
            return definitions;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
