package dev.belfry.system.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belfry.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The objects of deploy/kubernetes: as kubectl renders them where there is one, else as the base's files say. */
record Manifests(List<JsonNode> objects) {
    static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();
    static final Path KUBERNETES = HOUSE.resolve("deploy/kubernetes");
    static final Path BASE = KUBERNETES.resolve("base");
    static final Path EXAMPLE = KUBERNETES.resolve("overlays/example");

    static boolean hasKubectl() {
        return run("kubectl", "version", "--client").isPresent();
    }

    /** What {@code kubectl kustomize} makes of a directory; empty without kubectl. */
    static Optional<Manifests> rendered(Path directory) {
        return hasKubectl()
                ? run("kubectl", "kustomize", directory.toString()).map(text -> new Manifests(documents(text)))
                : Optional.empty();
    }

    /** The base, and a line that says how it was read. */
    static Manifests base() {
        var rendered = rendered(BASE);
        System.out.println(
                rendered.isPresent()
                        ? "deploy/kubernetes/base: rendered by kubectl kustomize"
                        : "deploy/kubernetes/base: there is no kubectl, its files are read one by one");
        return rendered.orElseGet(Manifests::files);
    }

    /** The base without kubectl: it is made of plain files and settings, so that this is enough. */
    static Manifests files() {
        var kustomization = documents(text(BASE.resolve("kustomization.yaml"))).getFirst();
        var objects = new ArrayList<JsonNode>();
        kustomization
                .path("resources")
                .forEach(resource -> objects.addAll(documents(text(BASE.resolve(resource.asText())))));
        kustomization.path("configMapGenerator").forEach(generator -> {
            var map = JsonNodeFactory.instance
                    .objectNode()
                    .put("apiVersion", "v1")
                    .put("kind", "ConfigMap");
            map.putObject("metadata").put("name", generator.path("name").asText());
            ObjectNode data = map.putObject("data");
            generator
                    .path("envs")
                    .forEach(file -> text(BASE.resolve(file.asText()))
                            .lines()
                            .filter(line -> !line.startsWith("#") && line.contains("="))
                            .forEach(line -> data.put(
                                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1))));
            objects.add(map);
        });
        return new Manifests(objects);
    }

    /** The names of generated ConfigMaps without the hash of their content. */
    Manifests withoutHashes() {
        var text = objects.toString();
        for (var map : of("ConfigMap")) {
            var name = name(map);
            text = text.replace(name, name.replaceFirst("-[a-z0-9]{10}$", ""));
        }
        try {
            return new Manifests(stream(Json.mapper().readTree(text)).toList());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    List<JsonNode> of(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    JsonNode the(String kind, String name) {
        return of(kind).stream()
                .filter(object -> name(object).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    /** The environment a service is started with, its secrets as the example shows them. */
    Map<String, String> environment(String service) {
        return environment(container(the("Deployment", service)), exampleSecrets());
    }

    /**
     * The environment a container is started with.
     *
     * @param secrets what the Secrets hold, by name
     */
    Map<String, String> environment(JsonNode container, Map<String, JsonNode> secrets) {
        var variables = new TreeMap<String, String>();
        for (var source : container.path("envFrom")) {
            var map = the("ConfigMap", source.path("configMapRef").path("name").asText());
            map.path("data")
                    .properties()
                    .forEach(entry ->
                            variables.put(entry.getKey(), entry.getValue().asText()));
        }
        for (var variable : container.path("env")) {
            var reference = variable.path("valueFrom").path("secretKeyRef");
            var value = reference.isMissingNode()
                    ? variable.path("value")
                    : secrets.getOrDefault(reference.path("name").asText(), JsonNodeFactory.instance.objectNode())
                            .path(reference.path("key").asText());
            if (value.isMissingNode()) {
                throw new AssertionError("secrets.example.yaml does not show what " + reference + " refers to");
            }
            variables.put(variable.path("name").asText(), value.asText());
        }
        return variables;
    }

    /** What secrets.example.yaml holds, by the name of the Secret. */
    static Map<String, JsonNode> exampleSecrets() {
        var secrets = new TreeMap<String, JsonNode>();
        documents(text(KUBERNETES.resolve("secrets.example.yaml")))
                .forEach(secret -> secrets.put(name(secret), secret.path("stringData")));
        return secrets;
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static JsonNode container(JsonNode workload) {
        return workload.path("spec")
                .path("template")
                .path("spec")
                .path("containers")
                .path(0);
    }

    static JsonNode pod(JsonNode workload) {
        return workload.path("spec").path("template").path("spec");
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static List<JsonNode> documents(String yaml) {
        var documents = new ArrayList<JsonNode>();
        new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(yaml)
                .forEach(document -> documents.add(Json.mapper().valueToTree(document)));
        return documents;
    }

    /** Every match of the pattern, or of its first group. */
    static List<String> all(String pattern, String text) {
        var found = new ArrayList<String>();
        var matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.groupCount() == 0 ? matcher.group() : matcher.group(1));
        }
        return found;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What the command says; empty when there is no such command; an error when it fails. */
    private static Optional<String> run(String... command) {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException absent) {
            return Optional.empty();
        }
        try (var out = process.getInputStream()) {
            var text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed with " + process.exitValue());
            }
            return Optional.of(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
