package dev.belfry.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * The other half of a contract: requests are checked at the door in production, responses are checked here. Every answer a
 * test gets from the API must be one that the OpenAPI document describes, status, media type and body.
 */
public final class ApiContract {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    private final JsonObject document;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private ApiContract(JsonObject document) {
        this.document = document;
    }

    /** Reads a document from the class path. */
    public static ApiContract load(String resource) {
        try (var in = ApiContract.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no contract on the class path: " + resource);
            }
            Map<String, Object> document = new Yaml().load(in);
            var contract = new ApiContract(new JsonObject(document));
            assertThat(contract.openBodies())
                    .as("objects in request bodies of %s that do not say additionalProperties", resource)
                    .isEmpty();
            return contract;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Where a request body has an object that takes members which nobody would read. */
    private Set<String> openBodies() {
        var open = new TreeSet<String>();
        for (var path : document.getJsonObject("paths")) {
            for (var method : (JsonObject) path.getValue()) {
                if (method.getValue() instanceof JsonObject operation && operation.containsKey("requestBody")) {
                    findOpen(
                            operation.getValue("requestBody"),
                            operation.getString("operationId"),
                            open,
                            new TreeSet<>());
                }
            }
        }
        return open;
    }

    private void findOpen(Object node, String where, Set<String> open, Set<String> seen) {
        if (node instanceof JsonArray array) {
            array.forEach(element -> findOpen(element, where, open, seen));
        } else if (node instanceof JsonObject object) {
            var reference = object.getString("$ref");
            if (reference != null && seen.add(reference)) {
                Object target = document;
                for (var step : reference.substring("#/".length()).split("/", -1)) {
                    target = ((JsonObject) target).getValue(step);
                }
                findOpen(target, where + " " + reference, open, seen);
            }
            if (object.containsKey("properties") && !object.containsKey("additionalProperties")) {
                open.add(where);
            }
            object.forEach(member -> findOpen(member.getValue(), where, open, seen));
        }
    }

    /** Gives the answer back if the contract describes it, or if it is not one of the API. */
    public HttpResponse<String> checked(HttpResponse<String> response) {
        check(
                response.request().method(),
                response.uri().getPath(),
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
        return response;
    }

    /** Fails when the contract has this operation and does not describe such an answer. */
    public void check(String method, String path, int status, String mediaType, String body) {
        var operation = operation(method, path);
        if (operation == null) {
            return;
        }
        var what = method + " " + path + " answered " + status + " " + mediaType + ": " + body;
        var responses = operation.getJsonObject("responses");
        var described = responses.getJsonObject(Integer.toString(status), responses.getJsonObject("default"));
        assertThat(described).as("described for %s", what).isNotNull();
        assertThat(status >= 400 || responses.containsKey(Integer.toString(status)))
                .as("a success must be named by its status: %s", what)
                .isTrue();
        var content = resolved(described).getJsonObject("content");
        if (content == null) {
            assertThat(body).as(what).isEmpty();
            return;
        }
        var type = mediaType.replaceFirst(";.*", "").strip();
        assertThat(content.fieldNames()).as("media types of %s", what).contains(type);
        var schema = content.getJsonObject(type).getJsonObject("schema");
        if (schema != null) {
            // References point into the document, so its components go along.
            var whole = schema.copy().put("components", document.getJsonObject("components"));
            assertThat(schemas.getSchema(whole.encode()).validate(body, InputFormat.JSON))
                    .as("violations of %s", what)
                    .isEmpty();
        }
    }

    private JsonObject resolved(JsonObject response) {
        var reference = response.getString("$ref");
        return reference == null
                ? response
                : document.getJsonObject("components")
                        .getJsonObject("responses")
                        .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private @Nullable JsonObject operation(String method, String path) {
        JsonObject found = null;
        for (var template : document.getJsonObject("paths")) {
            var pattern = PARAMETER.matcher(template.getKey()).replaceAll("[^/]+");
            boolean exact = template.getKey().equals(path);
            if (path.matches(pattern) && (exact || found == null)) {
                found = ((JsonObject) template.getValue()).getJsonObject(method.toLowerCase(Locale.ROOT));
            }
        }
        return found;
    }
}
