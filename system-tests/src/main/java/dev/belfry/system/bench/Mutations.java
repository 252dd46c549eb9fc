package dev.belfry.system.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.belfry.platform.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Makes requests that no sender should make, out of samples and chance. */
final class Mutations {
    private static final List<String> METHODS =
            List.of("GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "BELFRY", "post", "P@ST");
    private static final List<String> ODD_VALUES = List.of(
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
            "NaN",
            "\"%s%n${jndi:x}\"");
    private static final List<String> ODD_PATHS = List.of(
            "/",
            "//",
            "/../..",
            "/%2e%2e/",
            "/%00",
            "/%zz",
            "/%",
            "/%ff%fe",
            ";a=b",
            "#x",
            "/*",
            "?",
            "/a/b/c/d/e",
            "/%2F",
            "/..%2f",
            "/\u00e9",
            "/{}",
            "/" + "x".repeat(3_000));
    private static final List<String> ODD_QUERIES = List.of(
            "a=%zz",
            "token",
            "token=%00",
            "=",
            "&&&",
            "identifierType=%ff",
            "create=1&create=2",
            "limit=-1",
            "%",
            "x[y]=1",
            "query=" + "(".repeat(500),
            "tags=" + ",".repeat(2_000),
            "rid=1");
    private static final List<String> ODD_HEADERS = List.of(
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Type: multipart/form-data",
            "Content-Type: text/plain; charset=utf-16",
            "Content-Type: ;;;",
            "Content-Type: application/cloudevents+json",
            "Content-Type: application/cloudevents-batch+json; charset=\u00ff",
            "ce-specversion: 9.9",
            "ce-id: %E2%82",
            "ce-time: never",
            "Authorization: GenieKey",
            "Authorization: Basic !!!",
            "Authorization: Basic " + "A".repeat(500),
            "Authorization:",
            "Accept: nothing/at-all",
            "Accept-Encoding: zstd;q=NaN",
            "Expect: 100-continue",
            "X-Grafana-Alerting-Signature: 00",
            "X-Hub-Signature-256: sha256=zz",
            "x-amz-sns-message-type: SubscriptionConfirmation",
            "x-amz-sns-rawdelivery: true",
            "X-GitHub-Event: \u0080\u0081",
            "Sentry-Hook-Resource: " + "y".repeat(2_000),
            "Forwarded: for=\"[::1",
            "X-Forwarded-Host: \u0001",
            "Cookie: " + "a=b; ".repeat(500),
            "Upgrade: h2c",
            "Connection: close",
            "If-Match: \"",
            "X-Very-Long: " + "z".repeat(9_000),
            "Traceparent: 00-zz-00-01");
    private static final List<String> FALSE_FRAMES = List.of(
            "Content-Length: -1",
            "Content-Length: abc",
            "Content-Length: 99999999999999999999",
            "Content-Length: 3\r\nContent-Length: 4",
            "Transfer-Encoding: chunked\r\nContent-Length: 3",
            "Transfer-Encoding: nonsense",
            "Bad Name: x",
            ": nameless",
            "Folded: a\r\n b");
    /** Behind a false frame: what is no chunk, so that nobody has to wait for more to see that. */
    private static final byte[] NO_CHUNK = "\r\n no chunk \r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] GZIP_BOMB = gzip(new byte[64 * 1024 * 1024]);

    private final Random random;
    private final List<Sample> samples;

    Mutations(List<Sample> samples, long seed) {
        this.samples = samples;
        this.random = new Random(seed);
    }

    /** A request as bytes. */
    static final class Wire {
        private final String method;
        private final byte[] bytes;
        private final boolean broken;
        private final boolean abandoned;

        Wire(String method, byte[] bytes, boolean broken, boolean abandoned) {
            this.method = method;
            this.bytes = bytes;
            this.broken = broken;
            this.abandoned = abandoned;
        }

        /** What it asks with, which decides whether the answer has a body. */
        String method() {
            return method;
        }

        byte[] bytes() {
            return bytes;
        }

        /** It breaks HTTP itself, so that a server may close the connection without an answer. */
        boolean isBroken() {
            return broken;
        }

        /** Its sender goes away in the middle of it. */
        boolean isAbandoned() {
            return abandoned;
        }
    }

    /** What a request is while it is being mutated. */
    private static final class Draft {
        private String method;
        private String target;
        private final Map<String, String> headers;
        private final List<String> noise = new ArrayList<>();
        private byte[] body;
        private boolean broken;

        Draft(Sample sample) {
            this.method = sample.method();
            this.target = sample.target();
            this.headers = new LinkedHashMap<>(sample.headers());
            this.body = sample.bytes();
        }
    }

    Wire next() {
        var draft = new Draft(samples.get(random.nextInt(samples.size())));
        int times = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            mutate(draft);
        }
        return wire(draft);
    }

    private void mutate(Draft draft) {
        switch (random.nextInt(20)) {
            case 0 -> draft.body = Arrays.copyOf(draft.body, random.nextInt(draft.body.length + 1));
            case 1, 2 -> draft.body = flipped(draft.body);
            case 3, 4, 5 -> draft.body = swapped(draft.body);
            case 6 -> draft.body = spliced(draft.body, random(1 + random.nextInt(40)));
            case 7 -> draft.body = spliced(draft.body, draft.body);
            case 8 -> draft.body = numbers(draft.body);
            case 9 -> draft.body = nested(draft.body);
            case 10 -> draft.body = spliced(draft.body, badText());
            case 11 -> encode(draft);
            case 12, 13 -> noise(draft);
            case 14 -> draft.target += (draft.target.contains("?") ? "&" : "?") + one(ODD_QUERIES);
            case 15 -> draft.method = one(METHODS);
            case 16 -> path(draft);
            case 17 ->
                draft.target = samples.get(random.nextInt(samples.size())).target();
            case 18 -> draft.headers.clear();
            default -> rare(draft);
        }
    }

    private void rare(Draft draft) {
        switch (random.nextInt(20)) {
            case 0 -> draft.body = random(600 * 1024);
            case 1 -> draft.body = big(draft.body);
            case 2, 3, 4 -> {
                draft.noise.add(one(FALSE_FRAMES));
                draft.body = spliced(draft.body, NO_CHUNK);
                draft.broken = true;
            }
            case 5 -> {
                for (int i = 0; i < 150; i++) {
                    draft.noise.add("X-Noise-" + i + ": " + i);
                }
            }
            case 6 -> {
                draft.target = "/" + "y".repeat(6_000);
                draft.broken = true;
            }
            default -> draft.body = random(random.nextInt(2_000));
        }
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private byte[] random(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] flipped(byte[] body) {
        var bytes = body.clone();
        for (int i = 0; bytes.length > 0 && i <= random.nextInt(8); i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] spliced(byte[] body, byte[] piece) {
        int at = random.nextInt(body.length + 1);
        var bytes = new ByteArrayOutputStream(body.length + piece.length);
        bytes.write(body, 0, at);
        bytes.write(piece, 0, piece.length);
        bytes.write(body, at, body.length - at);
        return bytes.toByteArray();
    }

    private byte[] badText() {
        return switch (random.nextInt(6)) {
            case 0 -> new byte[] {(byte) 0xff, (byte) 0xfe};
            case 1 -> new byte[] {(byte) 0xc0, (byte) 0x80};
            case 2 -> new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80};
            case 3 -> new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80};
            case 4 -> "\\ud800".getBytes(StandardCharsets.US_ASCII);
            default -> new byte[] {0, 1, 2, (byte) 0xe2};
        };
    }

    /** Any value of the JSON becomes something else; of a form or a text, a piece does. */
    private byte[] swapped(byte[] body) {
        try {
            var tree = Json.mapper().readTree(body);
            var nodes = new ArrayList<JsonNode>();
            collect(tree, nodes);
            if (nodes.isEmpty()) {
                return one(ODD_VALUES).getBytes(StandardCharsets.UTF_8);
            }
            swap(one(nodes), samples);
            return Json.text(tree).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException noJson) {
            return spliced(body, one(ODD_VALUES).getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void collect(@Nullable JsonNode node, List<JsonNode> into) {
        if (node != null && node.isContainerNode() && !node.isEmpty()) {
            into.add(node);
            node.forEach(child -> collect(child, into));
        }
    }

    private void swap(JsonNode node, List<Sample> others) {
        var odd = new RawValue(one(ODD_VALUES));
        if (node instanceof ObjectNode object) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            var name = one(names);
            switch (random.nextInt(6)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name + random.nextInt(10), object.get(name));
                case 2 -> object.put(name, one(others).body());
                default -> object.putRawValue(name, odd);
            }
        } else if (node instanceof ArrayNode array) {
            switch (random.nextInt(4)) {
                case 0 -> array.remove(random.nextInt(array.size()));
                case 1 -> {
                    for (int i = 0; i < 600; i++) {
                        array.add(array.get(0));
                    }
                }
                default -> array.addRawValue(odd);
            }
        }
    }

    private byte[] numbers(byte[] body) {
        var huge = one(List.of("1e999999999", "-1e308", "9".repeat(400), "0.1e-99999", "-9223372036854775809"));
        return new String(body, StandardCharsets.ISO_8859_1)
                .replaceFirst("\\d+", huge)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] nested(byte[] body) {
        int depth = one(List.of(10, 100, 1_000, 20_000));
        var open = one(List.of("[", "{\"a\":", "[{\"alerts\":"));
        var text = open.repeat(depth) + new String(body, StandardCharsets.ISO_8859_1);
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] big(byte[] body) {
        int times = 300 * 1024 / Math.max(1, body.length);
        var list = new ByteArrayOutputStream(400 * 1024);
        list.write('[');
        for (int i = 0; i < times; i++) {
            list.writeBytes(body);
            list.write(',');
        }
        list.writeBytes("{}]".getBytes(StandardCharsets.US_ASCII));
        return list.toByteArray();
    }

    private void encode(Draft draft) {
        switch (random.nextInt(9)) {
            case 0, 1 -> packed(draft, "gzip", gzip(draft.body));
            case 2 -> packed(draft, "gzip", flipped(gzip(draft.body)));
            case 3 -> packed(draft, one(List.of("gzip", "zstd", "deflate", "br", "gzip, gzip", "\u00ff")), draft.body);
            case 4 -> {
                var whole = gzip(draft.body);
                packed(draft, "x-gzip", Arrays.copyOf(whole, random.nextInt(whole.length)));
            }
            case 5 -> packed(draft, "zstd", zstd(draft.body));
            case 6 -> packed(draft, "zstd", flipped(zstd(draft.body)));
            case 7 -> packed(draft, "zstd", zstdBomb(random.nextInt(4_000)));
            default -> {
                // Unpacking it costs its server time, so it is rare.
                if (random.nextInt(5) == 0) {
                    packed(draft, "gzip", GZIP_BOMB);
                }
            }
        }
    }

    private static void packed(Draft draft, String encoding, byte[] body) {
        draft.headers.put("Content-Encoding", encoding);
        draft.body = body;
    }

    private static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** RFC 8878: a frame of raw blocks, with a window of 1 MiB. */
    private static byte[] zstd(byte[] content) {
        var bytes = frame();
        for (int from = 0; from == 0 || from < content.length; from += 100_000) {
            int length = Math.min(100_000, content.length - from);
            block(bytes, length, 0, from + length >= content.length);
            bytes.write(content, from, length);
        }
        return bytes.toByteArray();
    }

    /** Blocks that repeat a byte: four bytes become 128 KiB. */
    private static byte[] zstdBomb(int blocks) {
        var bytes = frame();
        for (int i = 0; i <= blocks; i++) {
            block(bytes, 128 * 1024, 1, i == blocks);
            bytes.write('[');
        }
        return bytes.toByteArray();
    }

    private static ByteArrayOutputStream frame() {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 10 << 3});
        return bytes;
    }

    private static void block(ByteArrayOutputStream to, int size, int type, boolean last) {
        int head = (size << 3) | (type << 1) | (last ? 1 : 0);
        to.write(head);
        to.write(head >> 8);
        to.write(head >> 16);
    }

    private void noise(Draft draft) {
        var header = one(ODD_HEADERS);
        var name = header.substring(0, header.indexOf(':'));
        if (random.nextBoolean()) {
            draft.headers.keySet().removeIf(name::equalsIgnoreCase);
        }
        draft.noise.add(header);
    }

    private void path(Draft draft) {
        int at = 1 + random.nextInt(Math.max(1, draft.target.length() - 1));
        draft.target = random.nextInt(3) == 0
                ? draft.target + one(ODD_PATHS)
                : draft.target.substring(0, at) + one(ODD_PATHS) + draft.target.substring(at);
    }

    private Wire wire(Draft draft) {
        boolean bodiless = draft.body.length == 0;
        boolean chunked = !bodiless && !draft.broken && random.nextInt(20) == 0;
        var head = new StringBuilder()
                .append(draft.method)
                .append(' ')
                .append(draft.target)
                .append(random.nextInt(200) == 0 ? " HTTP/1.0" : " HTTP/1.1")
                .append("\r\nHost: 127.0.0.1\r\n");
        draft.headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        draft.noise.forEach(line -> head.append(line).append("\r\n"));
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (!draft.broken) {
            head.append("Content-Length: ").append(draft.body.length).append("\r\n");
        }
        var bytes = new ByteArrayOutputStream(head.length() + draft.body.length + 16);
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(chunked ? chunks(draft.body) : draft.body);
        // What a server cannot split into method, target and version, and a tunnel, is no HTTP any more.
        boolean broken =
                draft.broken || draft.method.equals("CONNECT") || draft.method.contains("@") || head.length() > 8_000;
        var whole = bytes.toByteArray();
        return random.nextInt(500) == 0
                ? new Wire(draft.method, Arrays.copyOf(whole, random.nextInt(whole.length)), true, true)
                : new Wire(draft.method, whole, broken, false);
    }

    private byte[] chunks(byte[] body) {
        var bytes = new ByteArrayOutputStream(body.length + 64);
        int size = Math.max(1 + random.nextInt(body.length), body.length / 200);
        for (int from = 0; from < body.length; from += size) {
            int length = Math.min(size, body.length - from);
            bytes.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            bytes.write(body, from, length);
            bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        bytes.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }
}
