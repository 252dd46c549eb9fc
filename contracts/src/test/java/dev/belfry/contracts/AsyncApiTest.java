package dev.belfry.contracts;

import static dev.belfry.contracts.EventFiles.JSON;
import static dev.belfry.contracts.EventFiles.RECORDS;
import static dev.belfry.contracts.EventFiles.RESOURCES;
import static dev.belfry.contracts.EventFiles.text;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The AsyncAPI document tells the topics, the events, and who sends and receives what, as they are in the code. */
class AsyncApiTest {
    private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> SERVICES =
            List.of("alert-ingest", "incident-service", "oncall-service", "notifier", "status-page");
    private static final Pattern USE = Pattern.compile(
            "(?<how>\\w+)?\\s*\\(\\s*Topics\\.(?<topic>[A-Z]+)\\.name\\(\\)|Topics\\.(?<bare>[A-Z]+)\\.name\\(\\)");
    private static final Set<String> READING = Set.of("consume", "consumeAfter", "table", "tail");

    private final JsonNode document = document();

    @Test
    void theChannelsAreTheTopics() {
        List<String> written = new ArrayList<>();
        for (var channel : document.path("channels")) {
            var kafka = channel.path("bindings").path("kafka");
            var configuration = kafka.path("topicConfiguration");
            assertThat(kafka.path("topic").asText())
                    .isEqualTo(channel.path("address").asText());
            written.add(line(
                    channel.path("address").asText(),
                    kafka.path("partitions").asInt(),
                    configuration.path("cleanup.policy").path(0).asText(),
                    configuration.path("retention.ms").asLong()));
        }
        assertThat(written)
                .containsExactlyElementsOf(Topics.ALL.stream()
                        .map(topic -> line(
                                topic.name(),
                                topic.partitions(),
                                topic.compacted() ? "compact" : "delete",
                                topic.compacted() ? 0 : topic.retention().toMillis()))
                        .toList());
    }

    @Test
    void everyEventHasItsMessageWithItsSchemaOnOneChannel() {
        Set<String> written = new TreeSet<>();
        for (var message : document.path("components").path("messages")) {
            var type = message.path("headers")
                    .path("properties")
                    .path("ce_type")
                    .path("const")
                    .asText();
            assertThat(message.path("name").asText()).isEqualTo(type);
            var schema = message.path("payload").path("schema").path("$ref").asText();
            assertThat(RESOURCES.resolve(schema)).exists();
            written.add(type + " " + schema);
        }
        assertThat(written)
                .isEqualTo(RECORDS.stream()
                        .map(event -> EventFiles.type(event) + " " + RESOURCES.relativize(EventFiles.schema(event)))
                        .collect(toSet()));
        List<String> carried = new ArrayList<>();
        document.path("channels")
                .forEach(channel -> channel.path("messages")
                        .forEach(message -> carried.add(message.path("$ref").asText())));
        assertThat(carried).doesNotHaveDuplicates().hasSameSizeAs(RECORDS);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        document.findValuesAsText("$ref").stream()
                .filter(reference -> reference.startsWith("#"))
                .forEach(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void whoSendsAndReceivesIsWhatTheServicesDo() {
        var platform = HOUSE.resolve("platform/src/main/java");
        var everybody =
                Files.isDirectory(platform) ? uses(platform) : new Uses(new TreeSet<>(), new TreeSet<>(), false);
        for (var service : SERVICES) {
            var sources = HOUSE.resolve(service).resolve("src/main/java");
            if (!Files.isDirectory(sources) || !Files.isDirectory(platform)) {
                System.out.println(
                        "NOT CHECKED: what " + service + " sends and receives; its sources are not in " + HOUSE);
                continue;
            }
            var found = uses(sources);
            found.received().addAll(everybody.received());
            if (found.consumes()) {
                // only a consumer has something to park
                found.sent().addAll(everybody.sent());
            }
            assertThat(written(service, "send")).as(service + " sends").isEqualTo(found.sent());
            assertThat(written(service, "receive")).as(service + " receives").isEqualTo(found.received());
        }
    }

    @Test
    void noOperationIsOfAServiceThatDoesNotExist() {
        for (var operation : document.path("operations")) {
            assertThat(SERVICES).contains(service(operation));
        }
    }

    /** What sources name, by how they name it: {@code consume(Topics.X.name()} reads, an argument of a message writes. */
    private record Uses(Set<String> sent, Set<String> received, boolean consumes) {}

    private static Uses uses(Path sources) {
        var sent = new TreeSet<String>();
        var received = new TreeSet<String>();
        boolean consumes = false;
        try (var files = Files.walk(sources)) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                var matches = USE.matcher(text(file));
                while (matches.find()) {
                    var how = matches.group("how");
                    var name = matches.group("topic") == null ? matches.group("bare") : matches.group("topic");
                    if (how != null && READING.contains(how)) {
                        received.add(topic(name));
                        consumes |= how.startsWith("consume");
                    } else if (how == null || !how.equals("equals")) {
                        sent.add(topic(name));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Uses(sent, received, consumes);
    }

    private static String topic(String constant) {
        try {
            return ((Topics.Topic) Topics.class.getField(constant).get(null)).name();
        } catch (ReflectiveOperationException unknown) {
            throw new LinkageError(constant, unknown);
        }
    }

    private Set<String> written(String service, String action) {
        Set<String> topics = new TreeSet<>();
        for (var operation : document.path("operations")) {
            if (service(operation).equals(service)
                    && operation.path("action").asText().equals(action)) {
                topics.add(document.at(
                                operation.path("channel").path("$ref").asText().substring(1))
                        .path("address")
                        .asText());
            }
        }
        return topics;
    }

    private static String service(JsonNode operation) {
        return operation.path("tags").path(0).path("name").asText();
    }

    private static String line(String name, int partitions, String cleanup, long retention) {
        return name + " " + partitions + " " + cleanup + " " + retention;
    }

    private static JsonNode document() {
        try {
            var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            return JSON.valueToTree(yaml.load(text(RESOURCES.resolve("asyncapi.yaml"))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
