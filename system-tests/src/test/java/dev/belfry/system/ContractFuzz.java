package dev.belfry.system;

import dev.belfry.platform.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks every operation of an OpenAPI document for what it describes and for what it does not: bodies made from its schemas,
 * most of them with something hostile in them, and the ids that earlier answers had. It notes what is answered by a fault.
 */
final class ContractFuzz {
    private static final Pattern ID = Pattern.compile("\"(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})\"");
    private static final int MOST_IDS = 400;
    /** Stands for half of a pair, which no writer of JSON lets out. */
    private static final String HALF = "@half@";

    private static final List<Object> HOSTILE = List.of(
            "",
            " ",
            "\0",
            "a\0b",
            HALF,
            "x".repeat(5_000),
            -1,
            0,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            new java.math.BigInteger("9".repeat(40)),
            0.5,
            1e300,
            true,
            List.of(),
            Map.of(),
            "2026-01-05T09:00:00",
            "2026-02-30T09:00:00Z",
            "2026-01-05T09:00:00.0000001Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "2026-01-05T24:00:00Z",
            "2026-06-30T23:59:60Z",
            "PT-5M",
            "P999999999D",
            "PT0.000000001S",
            "P0D",
            "urn:uuid:00000000-0000-0000-0000-000000000001",
            "Europe/Nowhere",
            "../../etc/passwd",
            "'; drop table x; --",
            "%s%n${x}",
            "\u202e\ud83d\ude00\u0301",
            "http://127.0.0.1:1/x");

    private static final List<String> SAMPLES = List.of(
            "PT5M",
            "P1D",
            "09:00",
            "2026-01-05T09:00",
            "somebody@example.net",
            "read",
            "schedules:write",
            "0123456789abcdef0123456789abcdef",
            "EUR",
            "a-slug",
            "prometheus",
            "30 3 * * *",
            "name");

    /** What a member names. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("user", "users"),
            Map.entry("members", "users"),
            Map.entry("participants", "users"),
            Map.entry("replaces", "users"),
            Map.entry("team", "teams"),
            Map.entry("schedule", "schedules"),
            Map.entry("service", "services"),
            Map.entry("services", "services"),
            Map.entry("incident", "incidents"),
            Map.entry("escalationPolicy", "escalation-policies"),
            Map.entry("statusPage", "status-pages"),
            Map.entry("contactMethod", "contact-methods"));

    private record Operation(String method, String path, String id, JsonObject described) {}

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final JsonObject document;
    private final String origin;
    private final String token;
    private final Random random;
    private final List<Operation> operations = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    /** By the kind of thing, as its path calls it. */
    private final Map<String, List<String>> idsOf = new TreeMap<>();

    private final Set<String> untouchable;
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> succeeded = new TreeSet<>();

    /** @param untouchable ids of people and tokens that have to stay, or nobody could ask any longer */
    ContractFuzz(JsonObject document, String origin, String token, Set<String> untouchable, long seed) {
        this.document = document;
        this.origin = origin;
        this.token = token;
        this.untouchable = Set.copyOf(untouchable);
        this.random = new Random(seed);
        for (var path : document.getJsonObject("paths")) {
            for (var method : (JsonObject) path.getValue()) {
                if (method.getValue() instanceof JsonObject described && described.containsKey("operationId")) {
                    operations.add(new Operation(
                            method.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            described.getString("operationId"),
                            described));
                }
            }
        }
    }

    /** Asks each operation in turn, over and over. */
    void run(Duration howLong) throws IOException, InterruptedException {
        long end = System.nanoTime() + howLong.toNanos();
        // What is made first gives the others something to ask for.
        for (int round = 0; System.nanoTime() < end; round++) {
            for (var operation : operations) {
                boolean removes = operation.method().equals("DELETE");
                if (System.nanoTime() < end && (!removes || round % 8 == 7)) {
                    ask(operation);
                }
            }
        }
    }

    int operations() {
        return operations.size();
    }

    Map<Integer, Integer> statuses() {
        return statuses;
    }

    /** Each with what was sent. */
    List<String> faults() {
        return faults;
    }

    /** The operations that did what they were asked at least once. */
    Set<String> succeeded() {
        return succeeded;
    }

    private void ask(Operation operation) throws IOException, InterruptedException {
        boolean hostile = random.nextInt(10) < 6;
        var uri = uri(operation, hostile);
        var body = body(operation, hostile);
        var request = HttpRequest.newBuilder(URI.create(origin + uri))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .method(
                        operation.method(),
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (random.nextInt(4) == 0) {
            request.header("If-Match", oneOf(List.of("\"v1\"", "W/\"v1\"", "\"v1\", \"v2\"", "*", "\"", "x")));
        }
        if (random.nextInt(8) == 0) {
            request.header("Idempotency-Key", "key " + random.nextInt(50));
        }
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        statuses.merge(answer.statusCode(), 1, Integer::sum);
        boolean named = answer.statusCode() < 400
                || answer.headers().firstValue("Content-Type").orElse("").equals("application/problem+json");
        if (answer.statusCode() >= 500 || !named) {
            faults.add(operation.id() + ": " + operation.method() + " " + uri + " "
                    + (body == null ? "" : new String(body, StandardCharsets.UTF_8)) + " answered "
                    + answer.statusCode() + " " + answer.body());
        }
        if (answer.statusCode() < 300) {
            succeeded.add(operation.id());
            keepIds(operation, answer.body());
        }
    }

    private void keepIds(Operation operation, String body) {
        var found = ID.matcher(body);
        while (found.find()) {
            keep(ids, found.group(1));
        }
        var kind = operation.path().split("/", -1)[3];
        if (body.startsWith("{") && !operation.path().contains("}/")) {
            var json = new JsonObject(body);
            var items = json.getJsonArray("items", new JsonArray().add(json));
            items.stream()
                    .filter(item -> item instanceof JsonObject object && object.getValue("id") instanceof String)
                    .forEach(item -> keep(
                            idsOf.computeIfAbsent(kind, first -> new ArrayList<>()),
                            ((JsonObject) item).getString("id")));
        }
    }

    private void keep(List<String> kept, String id) {
        if (kept.size() < MOST_IDS) {
            kept.add(id);
        } else {
            kept.set(random.nextInt(MOST_IDS), id);
        }
    }

    private String uri(Operation operation, boolean hostile) {
        var path = operation.path();
        var query = new StringBuilder();
        for (var parameter : parameters(operation)) {
            var name = parameter.getString("name");
            switch (parameter.getString("in")) {
                case "path" -> path = path.replace("{" + name + "}", encoded(pathValue(operation, hostile)));
                case "query" -> {
                    if (Boolean.TRUE.equals(parameter.getBoolean("required", false)) || random.nextInt(3) == 0) {
                        var value = hostile && random.nextInt(3) == 0
                                ? hostile()
                                : made(parameter.getJsonObject("schema"), name, 0);
                        query.append(query.isEmpty() ? '?' : '&')
                                .append(name)
                                .append('=')
                                .append(encoded(shortened(String.valueOf(value))));
                    }
                }
                default -> {}
            }
        }
        return path + query;
    }

    /** An address has a bound of its own. */
    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), 300));
    }

    private List<JsonObject> parameters(Operation operation) {
        var all = new ArrayList<JsonObject>();
        var shared =
                document.getJsonObject("paths").getJsonObject(operation.path()).getJsonArray("parameters");
        for (var list : new JsonArray[] {shared, operation.described().getJsonArray("parameters")}) {
            if (list != null) {
                list.forEach(parameter -> all.add(resolved((JsonObject) parameter)));
            }
        }
        return all;
    }

    private String pathValue(Operation operation, boolean hostile) {
        if (hostile && random.nextInt(6) == 0) {
            return oneOf(List.of("x", "urn:uuid:" + new UUID(1, 1), new UUID(1, 1).toString(), "\0", "1"));
        }
        boolean changes = !operation.method().equals("GET");
        var id = id(operation.path().split("/", -1)[3]);
        return changes && untouchable.contains(id) ? new UUID(2, 2).toString() : id;
    }

    /** One of a kind where there is one, as a rule. */
    private String id(String kind) {
        var known = idsOf.get(KINDS.getOrDefault(kind, kind));
        return known == null || random.nextInt(8) == 0 ? id() : oneOf(known);
    }

    private String id() {
        return ids.isEmpty() || random.nextInt(20) == 0
                ? new UUID(random.nextLong(), random.nextLong()).toString()
                : ids.get(random.nextInt(ids.size()));
    }

    private byte @Nullable [] body(Operation operation, boolean hostile) {
        var described = operation.described().getJsonObject("requestBody");
        if (described == null) {
            return null;
        }
        var schema = resolved(described)
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema");
        if (hostile && random.nextInt(10) == 0) {
            return oneOf(List.of(
                            "", "{", "null", "[]", "\"x\"", "{\"a\":", "{} x", "[".repeat(3_000) + "]".repeat(3_000)))
                    .getBytes(StandardCharsets.UTF_8);
        }
        var value = made(schema, "", 0);
        for (int i = 0; hostile && i < 1 + random.nextInt(2); i++) {
            spoil(value);
        }
        return Json.text(value == null ? "" : value).replace(HALF, "\\ud800").getBytes(StandardCharsets.UTF_8);
    }

    private JsonObject resolved(JsonObject node) {
        var at = node;
        while (at.containsKey("$ref")) {
            JsonObject target = document;
            for (var step : at.getString("$ref").substring(2).split("/", -1)) {
                target = target.getJsonObject(step);
            }
            at = target;
        }
        return at;
    }

    private @Nullable Object made(@Nullable JsonObject reference, String name, int depth) {
        if (reference == null) {
            return "anything";
        }
        var schema = resolved(reference);
        for (var choice : List.of("oneOf", "anyOf")) {
            if (schema.containsKey(choice)) {
                var all = schema.getJsonArray(choice);
                return made(all.getJsonObject(random.nextInt(all.size())), name, depth);
            }
        }
        if (schema.containsKey("enum")) {
            var all = schema.getJsonArray("enum");
            return all.getValue(random.nextInt(all.size()));
        }
        var type = schema.getValue("type");
        var one = type instanceof JsonArray several ? several.getString(random.nextInt(several.size())) : type;
        return switch (String.valueOf(one)) {
            case "null" -> null;
            case "object" -> object(schema, depth);
            case "array" -> array(schema, name, depth);
            case "integer" -> integer(schema);
            case "number" -> (double) integer(schema);
            case "boolean" -> random.nextBoolean();
            case "string" -> text(schema, name);
            default -> "anything";
        };
    }

    private Map<String, @Nullable Object> object(JsonObject schema, int depth) {
        var made = new TreeMap<String, @Nullable Object>();
        var required = schema.getJsonArray("required", new JsonArray());
        for (var property : schema.getJsonObject("properties", new JsonObject())) {
            if (required.contains(property.getKey()) || random.nextInt(depth + 2) == 0) {
                made.put(property.getKey(), made((JsonObject) property.getValue(), property.getKey(), depth + 1));
            }
        }
        if (schema.getValue("additionalProperties") instanceof JsonObject more && random.nextBoolean()) {
            made.put(id(), made(more, "", depth + 1));
        }
        return made;
    }

    private List<@Nullable Object> array(JsonObject schema, String name, int depth) {
        var made = new ArrayList<@Nullable Object>();
        int least = schema.getInteger("minItems", 0);
        for (int i = 0; i < least + random.nextInt(3); i++) {
            made.add(made(schema.getJsonObject("items"), name, depth + 1));
        }
        return made;
    }

    private int integer(JsonObject schema) {
        int least = schema.getInteger("minimum", 0);
        int most = schema.getInteger("maximum", least + 10);
        return least + random.nextInt(Math.clamp((long) most - least + 1, 1, 100));
    }

    private String text(JsonObject schema, String name) {
        if ("uuid".equals(schema.getString("format"))) {
            return id(name);
        }
        if ("date-time".equals(schema.getString("format"))) {
            int hours = random.nextInt(2_000) + (name.equals("end") || name.equals("to") ? 2_000 : 0);
            return Instant.now().plus(Duration.ofHours(hours)).toString();
        }
        if (name.equalsIgnoreCase("timeZone")) {
            return oneOf(List.of("Europe/Berlin", "UTC", "Pacific/Apia"));
        }
        var pattern = schema.getString("pattern");
        if (pattern != null) {
            var fitting = SAMPLES.stream()
                    .filter(sample -> Pattern.compile(pattern).matcher(sample).find())
                    .toList();
            return (fitting.isEmpty() ? "x" : oneOf(fitting)) + (pattern.contains("\\S") ? random.nextInt(1_000) : "");
        }
        return "some text " + random.nextInt(1_000);
    }

    /** Puts something in the place of something, anywhere in the value; or adds what nobody knows. */
    @SuppressWarnings("unchecked")
    private void spoil(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            var members = (Map<String, @Nullable Object>) map;
            var names = List.copyOf(members.keySet());
            if (names.isEmpty() || random.nextInt(8) == 0) {
                members.put("restrictoins", true);
                return;
            }
            var name = oneOf(names);
            var member = members.get(name);
            if ((member instanceof Map || member instanceof List) && random.nextInt(4) > 0) {
                spoil(member);
            } else if (random.nextInt(10) == 0) {
                members.remove(name);
            } else {
                members.put(name, random.nextInt(8) == 0 ? null : hostile());
            }
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            var items = (List<@Nullable Object>) list;
            int at = random.nextInt(items.size());
            if (items.get(at) instanceof Map && random.nextInt(4) > 0) {
                spoil(items.get(at));
            } else if (random.nextInt(4) == 0) {
                items.add(items.get(at));
            } else {
                items.set(at, hostile());
            }
        }
    }

    private Object hostile() {
        var one = oneOf(HOSTILE);
        return one instanceof List ? new ArrayList<>() : one instanceof Map ? new TreeMap<>() : one;
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
