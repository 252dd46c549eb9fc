package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belfry.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A body as a sender makes it, with the headers that matter, and beside it what it has to be understood as:
 * {@code golden/FORMAT/NAME.json}, {@code headers.json}, {@code NAME.expected.json}.
 */
record Golden(Source source, String name, Buffer body, JsonNode headers) {
    static final String KEY = "6f1d0c2ab34e4d5f9a7b8c9d0e1f2a3b";
    private static final Path ROOT = Path.of("src/test/resources/golden");

    static Stream<Source> sources() {
        return Stream.concat(Sources.webhooks().stream(), Stream.of(new PagerDutyChanges(), new PagerDutyV1()))
                .sorted((one, other) -> one.format().compareTo(other.format()));
    }

    static Stream<Golden> all() {
        return sources().flatMap(Golden::of);
    }

    private static Stream<Golden> of(Source source) {
        try (var files = Files.list(ROOT.resolve(source.format()))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("headers.json") && !name.endsWith(".expected.json"))
                    .map(name -> of(source, name.substring(0, name.length() - ".json".length())))
                    .sorted((one, other) -> one.name().compareTo(other.name()))
                    .toList()
                    .stream();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static Golden of(Source source, String name) {
        try {
            var directory = ROOT.resolve(source.format());
            var headers = directory.resolve("headers.json");
            var all = Files.exists(headers)
                    ? Json.mapper().readTree(Files.readString(headers))
                    : JsonNodeFactory.instance.objectNode();
            var body = Buffer.buffer(Files.readAllBytes(directory.resolve(name + ".json")));
            return new Golden(source, name, body, all.path(name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    Path expected() {
        return ROOT.resolve(source.format()).resolve(name + ".expected.json");
    }

    Incoming incoming(Buffer sent) {
        return incoming(sent, headers);
    }

    static Incoming incoming(Buffer body, JsonNode headers) {
        return new Incoming(
                "POST",
                KEY,
                null,
                body,
                wanted -> headers.properties().stream()
                        .filter(header ->
                                header.getKey().toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT)))
                        .map(header -> header.getValue().asText())
                        .findFirst()
                        .orElse(""),
                parameter -> "");
    }

    /** Ids count from 1, and it is always the same second. */
    static Minting minting() {
        var counter = new AtomicLong();
        return new Minting(() -> new UUID(7, counter.incrementAndGet()), Instant.parse("2026-03-04T05:06:08Z"));
    }

    @Override
    public String toString() {
        return source.format() + " " + name;
    }
}
