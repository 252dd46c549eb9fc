package dev.belfry.standalone;

import dev.belfry.platform.http.Contract;
import dev.belfry.platform.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The API documents of the services as one: the paths together, each service's components under its own prefix. */
final class MergedApi {
    private MergedApi() {}

    /** @param documents the resource of each document by the prefix its components get */
    static String yaml(Map<String, String> documents) {
        var paths = new JsonObject();
        var components = new JsonObject();
        documents.forEach((prefix, resource) -> {
            var document = (JsonObject) renamed(Contract.load(resource).document(), prefix);
            paths.mergeIn(document.getJsonObject("paths"));
            for (var kind : document.getJsonObject("components", new JsonObject())) {
                var target = components.getJsonObject(kind.getKey(), new JsonObject());
                for (var component : (JsonObject) kind.getValue()) {
                    var name =
                            kind.getKey().equals("securitySchemes") ? component.getKey() : prefix + component.getKey();
                    target.put(name, component.getValue());
                }
                components.put(kind.getKey(), target);
            }
        });
        var merged = new JsonObject()
                .put("openapi", "3.1.0")
                .put(
                        "info",
                        new JsonObject()
                                .put("title", "Belfry")
                                .put("version", "1")
                                .put("description", "The API of the whole suite, on one origin."))
                .put("servers", new JsonArray().add(new JsonObject().put("url", "/")))
                .put("security", new JsonArray().add(new JsonObject().put("bearer", new JsonArray())))
                .put("paths", paths)
                .put("components", components);
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(Json.read(merged.encode(), Map.class));
    }

    private static Object renamed(Object node, String prefix) {
        if (node instanceof JsonObject object) {
            var copy = new JsonObject();
            object.forEach(member -> copy.put(
                    member.getKey(),
                    member.getKey().equals("$ref")
                            ? String.valueOf(member.getValue())
                                    .replaceFirst("^(#/components/[A-Za-z]+/)", "$1" + prefix)
                            : renamed(member.getValue(), prefix)));
            return copy;
        }
        if (node instanceof JsonArray array) {
            var copy = new JsonArray();
            array.forEach(element -> copy.add(renamed(element, prefix)));
            return copy;
        }
        return node;
    }
}
