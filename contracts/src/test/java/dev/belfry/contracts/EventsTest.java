package dev.belfry.contracts;

import static dev.belfry.contracts.EventFiles.EVENTS;
import static dev.belfry.contracts.EventFiles.JSON;
import static dev.belfry.contracts.EventFiles.PUBLISHED;
import static dev.belfry.contracts.EventFiles.RECORDS;
import static dev.belfry.contracts.EventFiles.sample;
import static dev.belfry.contracts.EventFiles.schema;
import static dev.belfry.contracts.EventFiles.text;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.directory.PolicyEntry;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schemas, their samples and the records say the same. */
class EventsTest {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    static Stream<Class<? extends Record>> records() {
        return RECORDS.stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    void theSampleIsValid(Class<? extends Record> event) throws IOException {
        assertThat(violations(event, text(sample(event)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("records")
    void theSampleReadAndWrittenAgainIsTheSame(Class<? extends Record> event) throws IOException {
        assertThat(rewritten(event, JSON.readTree(text(sample(event))))).isEqualTo(JSON.readTree(text(sample(event))));
    }

    @ParameterizedTest
    @MethodSource("records")
    void theSampleWithoutItsOptionalMembersIsValidAndReadable(Class<? extends Record> event) throws IOException {
        JsonNode schema = JSON.readTree(text(schema(event)));
        JsonNode bare = JSON.readTree(text(sample(event)));
        prune(bare, schema, schema);
        assertThat(violations(event, bare.toString())).isEmpty();
        assertThat(rewritten(event, bare)).isEqualTo(bare);
    }

    @Test
    void aSchemaRefusesAWrongIdAMissingMemberAndAnUnknownWord() throws IOException {
        assertThat(violations(PolicyEntry.class, "{\"id\":\"7\",\"name\":\"Payments\"}"))
                .hasSize(1);
        assertThat(violations(PolicyEntry.class, "{\"name\":\"Payments\"}")).hasSize(1);
        String delivery = text(sample(DeliveryEvent.class));
        assertThat(violations(DeliveryEvent.class, delivery.replace("\"failed\"", "\"lost\"")))
                .hasSize(1);
        assertThat(violations(DeliveryEvent.class, delivery.replaceFirst("\"at\": \"[^\"]+\"", "\"at\": \"soon\"")))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("records")
    void everySampleShowsEveryMember(Class<? extends Record> event) throws IOException {
        Set<String> members = Arrays.stream(event.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(toSet());
        assertThat(names(JSON.readTree(text(sample(event))))).isEqualTo(members);
    }

    @ParameterizedTest
    @MethodSource("records")
    void aReaderIgnoresMembersItDoesNotKnow(Class<? extends Record> event) throws IOException {
        JsonNode known = JSON.readTree(text(sample(event)));
        JsonNode more = known.deepCopy();
        addEverywhere(more);
        assertThat(violations(event, more.toString()))
                .as("a schema is open: members are added later")
                .isEmpty();
        assertThat(rewritten(event, more)).isEqualTo(known);
    }

    @ParameterizedTest
    @MethodSource("records")
    void theSchemaNamesEveryComponentAndNoOther(Class<? extends Record> event) throws IOException {
        JsonNode schema = JSON.readTree(text(schema(event)));
        Set<String> used = new HashSet<>();
        describes(schema, schema, event, used);
        assertThat(schema.path("$defs").isMissingNode() ? Set.of() : names(schema.path("$defs")))
                .as("definitions of " + schema(event))
                .isEqualTo(used);
        assertThat(schema.path("$id").asText())
                .isEqualTo("urn:belfry:event:" + EventFiles.type(event).replaceFirst("^belfry\\.", ""));
    }

    @Test
    void everyFileBelongsToAnEvent() throws IOException {
        Set<String> expected = RECORDS.stream()
                .flatMap(event -> Stream.of(schema(event), sample(event)))
                .map(file -> file.getFileName().toString())
                .collect(toSet());
        try (var files = Files.list(EVENTS)) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(toSet()))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void aPublishedSchemaOnlyGrowsByOptionalMembers(Class<? extends Record> event) throws IOException {
        var published = PUBLISHED.resolve(schema(event).getFileName());
        assertThat(published)
                .as("a new schema is published by copying it to " + PUBLISHED)
                .exists();
        holds("", JSON.readTree(text(published)), JSON.readTree(text(schema(event))));
    }

    @Test
    void whatWasPublishedStays() throws IOException {
        try (var files = Files.list(PUBLISHED)) {
            assertThat(files.map(file -> EVENTS.resolve(file.getFileName()))).allMatch(Files::exists);
        }
    }

    /** Whatever the published schema says is still said; only under properties and definitions more may be said. */
    private static void holds(String where, JsonNode published, JsonNode now) {
        boolean mayGrow = where.endsWith("/properties") || where.endsWith("/$defs") || where.isEmpty();
        if (!published.isObject()) {
            assertThat(now)
                    .as(where + " is published and frozen. Take the change back and describe the new shape in a v2")
                    .isEqualTo(published);
            return;
        }
        for (var member : published.properties()) {
            holds(where + "/" + member.getKey(), member.getValue(), now.path(member.getKey()));
        }
        if (!mayGrow) {
            assertThat(names(now)).as(where + " is published and frozen").isEqualTo(names(published));
        }
    }

    private static List<Error> violations(Class<? extends Record> event, String json) throws IOException {
        return SCHEMAS.getSchema(text(schema(event)))
                .validate(
                        json,
                        InputFormat.JSON,
                        execution -> execution.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    private static JsonNode rewritten(Class<? extends Record> event, JsonNode json) throws IOException {
        return JSON.readTree(JSON.writeValueAsString(JSON.treeToValue(json, event)));
    }

    /** Holds a schema against a record: members, which of them may be absent, and what they are. */
    private static void describes(JsonNode root, JsonNode schema, Class<?> type, Set<String> used) {
        String where = root.path("$id").asText() + ": " + type.getSimpleName();
        assertThat(schema.path("type").asText()).as(where).isEqualTo("object");
        assertThat(schema.has("additionalProperties")).as(where + " is open").isFalse();
        Set<String> components = new HashSet<>();
        Set<String> required = new HashSet<>();
        for (var component : type.getRecordComponents()) {
            components.add(component.getName());
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
            JsonNode member = schema.path("properties").path(component.getName());
            assertThat(member.path("description").asText())
                    .as(where + "." + component.getName() + " says what it is")
                    .isNotBlank();
            is(root, member, component.getGenericType(), where + "." + component.getName(), used);
        }
        assertThat(names(schema.path("properties"))).as(where).isEqualTo(components);
        assertThat(texts(schema.path("required"))).as(where + " requires").isEqualTo(required);
    }

    private static void is(JsonNode root, JsonNode member, Type type, String where, Set<String> used) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            assertThat(member.path("type").asText()).as(where).isEqualTo("array");
            is(root, member.path("items"), generic.getActualTypeArguments()[0], where + "[]", used);
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            assertThat(member.path("type").asText()).as(where).isEqualTo("object");
            is(root, member.path("additionalProperties"), generic.getActualTypeArguments()[1], where + "{}", used);
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            assertThat(member.path("$ref").asText()).as(where).isEqualTo("#/$defs/" + plain.getSimpleName());
            if (used.add(plain.getSimpleName())) {
                describes(root, root.path("$defs").path(plain.getSimpleName()), plain, used);
            }
        } else if (type instanceof Class<?> plain && plain.isEnum()) {
            Set<String> words = Arrays.stream(plain.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .collect(toSet());
            assertThat(texts(member.path("enum"))).as(where).isEqualTo(words);
        } else {
            assertThat(member.path("type").asText() + "/"
                            + member.path("format").asText())
                    .as(where)
                    .isEqualTo(shape(type));
        }
    }

    private static String shape(Type type) {
        if (type == UUID.class) {
            return "string/uuid";
        } else if (type == Instant.class) {
            return "string/date-time";
        } else if (type == String.class) {
            return "string/";
        } else if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "integer/";
        } else if (type == boolean.class || type == Boolean.class) {
            return "boolean/";
        }
        throw new AssertionError("this test does not know how " + type + " is written: teach it");
    }

    /** Takes away whatever the schema does not require. */
    private static void prune(JsonNode value, JsonNode schema, JsonNode root) {
        JsonNode known =
                schema.has("$ref") ? root.at(schema.path("$ref").asText().substring(1)) : schema;
        if (value instanceof ObjectNode object && known.has("properties")) {
            object.retain(texts(known.path("required")));
            object.properties()
                    .forEach(member ->
                            prune(member.getValue(), known.path("properties").path(member.getKey()), root));
        } else if (value instanceof ArrayNode array) {
            array.forEach(item -> prune(item, known.path("items"), root));
        }
    }

    private static void addEverywhere(JsonNode value) {
        value.properties().stream()
                // what the sender said is a map: it keeps whatever is in it
                .filter(member ->
                        !member.getKey().equals("details") && !member.getKey().equals("labels"))
                .forEach(member -> addEverywhere(member.getValue()));
        if (value instanceof ArrayNode array) {
            array.forEach(EventsTest::addEverywhere);
        } else if (value instanceof ObjectNode object) {
            object.put("addedLater", "by a newer writer");
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
