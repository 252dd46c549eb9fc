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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    static final Path ENGINES = KUBERNETES.resolve("engines");
    static final Path INGRESS = KUBERNETES.resolve("components/ingress");
    static final Path GATEWAY = KUBERNETES.resolve("components/gateway");
    static final Path AUTOSCALING = KUBERNETES.resolve("components/autoscaling");

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
        return rendered.orElseGet(() -> files(BASE));
    }

    /**
     * What a directory holds without kubectl: its files and settings, and those of the directories it names. Patches are left out,
     * so for a component it is what the component adds.
     */
    static Manifests files(Path directory) {
        var kustomization =
                documents(text(directory.resolve("kustomization.yaml"))).getFirst();
        var objects = new ArrayList<JsonNode>();
        kustomization.path("resources").forEach(resource -> {
            var path = directory.resolve(resource.asText());
            objects.addAll(Files.isDirectory(path) ? files(path).objects() : documents(text(path)));
        });
        kustomization.path("configMapGenerator").forEach(generator -> {
            var map = JsonNodeFactory.instance
                    .objectNode()
                    .put("apiVersion", "v1")
                    .put("kind", "ConfigMap");
            map.putObject("metadata").put("name", generator.path("name").asText());
            ObjectNode data = map.putObject("data");
            generator
                    .path("envs")
                    .forEach(file -> text(directory.resolve(file.asText()))
                            .lines()
                            .filter(line -> !line.startsWith("#") && line.contains("="))
                            .forEach(line -> data.put(
                                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1))));
            objects.add(map);
        });
        if (kustomization.has("namespace")) {
            objects.forEach(object -> {
                if (!object.path("kind").asText().equals("Namespace")) {
                    ((ObjectNode) object.path("metadata")).set("namespace", kustomization.path("namespace"));
                }
            });
        }
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

    Manifests and(Manifests others) {
        return new Manifests(
                Stream.of(objects, others.objects).flatMap(Collection::stream).toList());
    }

    /** What runs a service: a Deployment, or a StatefulSet where it has a volume. */
    JsonNode runner(String service) {
        return runners().stream()
                .filter(workload -> name(workload).equals(service))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing runs " + service));
    }

    List<JsonNode> runners() {
        return Stream.of(of("Deployment"), of("StatefulSet"))
                .flatMap(Collection::stream)
                .toList();
    }

    /** What runs the services, and the jobs. */
    List<JsonNode> workloads() {
        return Stream.of(runners(), of("Job")).flatMap(Collection::stream).toList();
    }

    /** The environment a service is started with, its secrets as the example shows them. */
    Map<String, String> environment(String service) {
        return environment(runner(service));
    }

    /** The environment that the workload's container is started with, its secrets as the example shows them. */
    Map<String, String> environment(JsonNode workload) {
        var container = container(workload);
        var namespace = namespace(workload);
        var secrets = exampleSecrets();
        var variables = new TreeMap<String, String>();
        for (var source : container.path("envFrom")) {
            var map = the("ConfigMap", source.path("configMapRef").path("name").asText());
            if (!namespace(map).equals(namespace)) {
                throw new AssertionError(name(workload) + " cannot see " + name(map) + " in " + namespace(map));
            }
            map.path("data")
                    .properties()
                    .forEach(entry ->
                            variables.put(entry.getKey(), entry.getValue().asText()));
        }
        for (var variable : container.path("env")) {
            var reference = variable.path("valueFrom").path("secretKeyRef");
            var value = reference.isMissingNode()
                    ? variable.path("value")
                    : secrets.getOrDefault(
                                    namespace + "/" + reference.path("name").asText(),
                                    JsonNodeFactory.instance.objectNode())
                            .path(reference.path("key").asText());
            if (value.isMissingNode()) {
                throw new AssertionError("examples/secrets.yaml does not show what " + reference + " refers to");
            }
            variables.put(variable.path("name").asText(), value.asText());
        }
        return variables;
    }

    /** What examples/secrets.yaml holds, by namespace/name of the Secret. */
    static Map<String, JsonNode> exampleSecrets() {
        var secrets = new TreeMap<String, JsonNode>();
        documents(text(KUBERNETES.resolve("examples/secrets.yaml")))
                .forEach(secret -> secrets.put(namespace(secret) + "/" + name(secret), secret.path("stringData")));
        return secrets;
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText();
    }

    static Set<String> names(List<JsonNode> objects) {
        return objects.stream().map(Manifests::name).collect(Collectors.toSet());
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
