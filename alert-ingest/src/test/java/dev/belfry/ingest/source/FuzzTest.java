package dev.belfry.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent: an answer that is no fault, and alerts within their bounds. {@code -Dfuzz.rounds} and
 * {@code -Dfuzz.seed} say how often and which.
 */
class FuzzTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> ODD = List.of(
            "1e999999999",
            "-0",
            "9".repeat(900),
            "1e-400",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "null",
            "true",
            "[]",
            "{}",
            "[[],[[]],{}]",
            "\"" + "long ".repeat(3_000) + "\"",
            "253402300800000",
            "\"9999-12-31T23:59:59+18:00\"",
            "\"+999999999-12-31T00:00:00Z\"",
            "[\"a\",1,null]",
            "\"https://[broken\"",
            "\"{EVENT.ID}\"");

    private final long seed = Long.getLong("fuzz.seed", 20260304L);
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void noMutationOfAnyBodyIsAFaultOrBreaksABound() throws IOException {
        int rounds = Integer.getInteger("fuzz.rounds", 30_000);
        System.out.println("seed " + seed + ", rounds " + rounds);
        var samples = Golden.all().toList();
        var minting = Golden.minting();
        for (int round = 0; round < rounds; round++) {
            var sample = samples.get(random.nextInt(samples.size()));
            // Now and then a body comes to the wrong address.
            var source = random.nextInt(10) == 0
                    ? samples.get(random.nextInt(samples.size())).source()
                    : sample.source();
            var body = mutated(sample.body());
            try {
                check(source, source.read(sample.incoming(body), minting));
            } catch (RuntimeException | Error broken) {
                throw new AssertionError(
                        "seed " + seed + ", round " + round + ", " + source.format() + ": "
                                + body.toString(StandardCharsets.ISO_8859_1),
                        broken);
            }
        }
    }

    private void check(Source source, Normalised read) {
        switch (read) {
            case Normalised.Refused refused ->
                assertThat(source.refused(refused.refusal()).status()).isBetween(400, 499);
            case Normalised.Signed signed -> check(source, signed.content());
            case Normalised.Accepted accepted -> {
                assertThat(accepted.alerts().size()).isLessThanOrEqualTo(OneAlert.MAX_ALERTS + 1);
                accepted.alerts().forEach(FuzzTest::check);
                accepted.changes().forEach(change -> {
                    assertThat(change.summary().length()).isBetween(1, Fields.MAX_SUMMARY);
                    check(change.details(), change.links());
                });
                assertThat(Json.bytes(Map.of("alerts", accepted.alerts(), "changes", accepted.changes())))
                        .isNotEmpty();
            }
        }
    }

    static void check(AlertSignal alert) {
        assertThat(alert.dedupKey().length()).isBetween(1, Fields.MAX_DEDUP_KEY);
        assertThat(alert.summary().length()).isLessThanOrEqualTo(Fields.MAX_SUMMARY);
        bounded(alert.source(), Fields.MAX_SUMMARY);
        bounded(alert.component(), Fields.MAX_SUMMARY);
        bounded(alert.description(), 15_000);
        check(alert.details(), alert.links());
        var labels = alert.labels();
        if (labels != null) {
            check(labels, List.of());
        }
        whole(alert.summary()
                + alert.dedupKey()
                + alert.source()
                + alert.description()
                + alert.tags()
                + alert.labels());
        var time = alert.occurredAt();
        if (time != null) {
            assertThat(time.getEpochSecond()).isLessThan(253_402_300_800L);
        }
    }

    private static void check(Map<String, String> details, List<AlertLink> links) {
        assertThat(details.size()).isLessThanOrEqualTo(Fields.MAX_DETAILS + 1);
        details.forEach((name, value) -> {
            bounded(name, Fields.MAX_DEDUP_KEY);
            bounded(value, Fields.MAX_TEXT);
            whole(name + value);
        });
        assertThat(links.size()).isLessThanOrEqualTo(20);
        links.forEach(link -> {
            assertThat(link.href()).startsWithIgnoringCase("http");
            bounded(link.href(), Fields.MAX_TEXT);
            bounded(link.text(), Fields.MAX_SUMMARY);
        });
    }

    private static void bounded(@Nullable String text, int max) {
        if (text != null) {
            assertThat(text.length()).isLessThanOrEqualTo(max);
        }
    }

    /** A database takes neither NUL nor half a pair. */
    private static void whole(String text) {
        assertThat(text.indexOf('\0')).isEqualTo(-1);
        assertThat(text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF))
                .as(text)
                .isTrue();
    }

    private Buffer mutated(Buffer body) throws IOException {
        var bytes = body.getBytes();
        return switch (random.nextInt(5)) {
            case 0 -> Buffer.buffer(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            case 1 -> {
                for (int flips = random.nextInt(1, 8); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                yield Buffer.buffer(bytes);
            }
            case 2 -> {
                int depth = random.nextInt(1, 3_000);
                var deep = (random.nextBoolean() ? "[" : "{\"a\":").repeat(depth);
                yield Buffer.buffer(new String(bytes, StandardCharsets.UTF_8)
                        .replaceFirst(
                                ":",
                                ":" + deep.replace("$", "") + (random.nextBoolean() ? "" : "1}".repeat(depth))
                                        + ",\"b\":"));
            }
            default -> Buffer.buffer(swapped(bytes));
        };
    }

    /** Members of the tree become other things; what is no tree loses a byte. */
    private byte[] swapped(byte[] bytes) throws IOException {
        var tree = Fields.tree(bytes);
        if (tree.isEmpty() || !tree.get().isContainerNode()) {
            bytes[random.nextInt(bytes.length)]++;
            return bytes;
        }
        // Odd values go in as text, because a tree would repair them.
        var text = Json.text(tree.get());
        var marked = Fields.tree(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        int swaps = random.nextInt(1, 4);
        for (int swap = 0; swap < swaps; swap++) {
            mark(marked, swap);
        }
        var result = Json.text(marked);
        for (int swap = 0; swap < swaps; swap++) {
            result = result.replace("\"@odd" + swap + "@\"", ODD.get(random.nextInt(ODD.size())));
        }
        return result.getBytes(StandardCharsets.UTF_8);
    }

    private void mark(JsonNode tree, int number) {
        var places = new ArrayList<Runnable>();
        places(tree, JSON.textNode("@odd" + number + "@"), places);
        if (!places.isEmpty()) {
            places.get(random.nextInt(places.size())).run();
        }
    }

    private static void places(JsonNode node, JsonNode odd, List<Runnable> into) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                into.add(() -> object.set(name, odd));
                places(object.get(name), odd, into);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                into.add(() -> array.set(index, odd));
                places(array.get(i), odd, into);
            }
        }
    }
}
