package dev.belfry.ingest.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.belfry.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A large body as several small ones: each has some elements of its list, byte for byte, and what the body says of all of
 * them. The list is never built in memory; only where its elements begin and end is remembered.
 *
 * <pre>
 *   {"receiver":"x","alerts":[A,B,C,D],"externalURL":"y"}
 *     ─▶ {"receiver":"x","externalURL":"y","alerts":[A,B]}  {"receiver":"x","externalURL":"y","alerts":[C,D]}
 * </pre>
 */
public final class Pieces {
    /** A piece and what is read from it fit into one record of the log. */
    static final int MAX_PIECE = 256 * 1024;

    static final int MAX_ELEMENTS = 500;
    /** Of all pieces together: what is packed well may hold a million tiny ones, and the answer names each. */
    public static final int MOST = 20_000;
    /** What is said of all is repeated in each piece: members beyond these bounds are left out. */
    private static final int MAX_MEMBER = 8 * 1024;

    private static final int MAX_MEMBERS = 64 * 1024;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final byte[] body;
    private final String contentType;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final List<Range> ranges = new ArrayList<>();
    private byte[] tail = {};
    private int elements;

    /** Bytes of neighbouring elements, with the commas between them. */
    private record Range(int from, int to) {}

    private Pieces(byte[] body, String contentType) {
        this.body = body;
        this.contentType = contentType;
    }

    /**
     * Empty when the body is not JSON, has no such list, or more than {@link #MOST} elements in it.
     *
     * @param list the member that is the list; empty when the body itself is one
     */
    public static Optional<Pieces> of(Incoming whole, String list) {
        var type = whole.contentType();
        var bare = type.split(";", 2)[0].strip();
        var bytes = whole.bytes();
        boolean other = Charsets.isOther(whole.body(), type);
        var pieces = other ? Optional.<Pieces>empty() : cut(bytes, bare, list);
        return pieces.isPresent() || (!other && Charsets.isUtf8(bytes))
                ? pieces
                : cut(Charsets.text(whole.body(), type).getBytes(StandardCharsets.UTF_8), bare, list);
    }

    private static Optional<Pieces> cut(byte[] bytes, String contentType, String list) {
        var pieces = new Pieces(unmarked(bytes), contentType);
        try (var json = Json.mapper().getFactory().createParser(pieces.body)) {
            boolean found = list.isEmpty() ? pieces.array(json) : pieces.object(json, list);
            return found && json.nextToken() == null ? Optional.of(pieces) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    public int count() {
        return ranges.size();
    }

    /** A small body, from the same sender as the whole one. */
    public Incoming piece(Incoming whole, int index) {
        var range = ranges.get(index);
        var piece = Buffer.buffer(head.size() + range.to() - range.from() + tail.length)
                .appendBytes(head.toByteArray())
                .appendBytes(body, range.from(), range.to() - range.from())
                .appendBytes(tail);
        return new Incoming(
                whole.method(),
                whole.routingKey(),
                whole.integration(),
                piece,
                // Neither the signature nor the charset of the whole is that of a piece.
                name -> name.equalsIgnoreCase("Content-Type") ? contentType : "",
                whole.query(),
                whole.headers());
    }

    private boolean array(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            return false;
        }
        head.write('[');
        tail = new byte[] {']'};
        elements(json);
        return true;
    }

    private boolean object(JsonParser json, String list) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        boolean found = false;
        head.write('{');
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            int start = at(json.currentTokenLocation().getByteOffset());
            var name = json.currentName();
            var value = json.nextToken();
            if (name.equals(list) && value == JsonToken.START_ARRAY) {
                // Of a member that comes twice the last counts, as everywhere.
                ranges.clear();
                elements = 0;
                elements(json);
                found = true;
            } else {
                skip(json);
                member(start, at(json.currentLocation().getByteOffset()));
            }
        }
        head.write(("\"" + list + "\":[").getBytes(StandardCharsets.UTF_8));
        tail = new byte[] {']', '}'};
        return found;
    }

    private void member(int from, int to) {
        if (to - from <= MAX_MEMBER && head.size() + to - from < MAX_MEMBERS) {
            head.write(body, from, to - from);
            head.write(',');
        }
    }

    private void elements(JsonParser json) throws IOException {
        int from = -1;
        int to = -1;
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements++;
            if (elements > MOST) {
                throw new IOException("more than " + MOST + " elements");
            }
            int start = at(json.currentTokenLocation().getByteOffset());
            skip(json);
            int end = at(json.currentLocation().getByteOffset());
            if (count == MAX_ELEMENTS || (count > 0 && end - from > MAX_PIECE)) {
                ranges.add(new Range(from, to));
                count = 0;
            }
            from = count == 0 ? start : from;
            to = end;
            count++;
        }
        if (count > 0) {
            ranges.add(new Range(from, to));
        }
    }

    private static void skip(JsonParser json) throws IOException {
        json.skipChildren();
        json.finishToken();
    }

    private static int at(long offset) {
        return Math.toIntExact(offset);
    }

    private static byte[] unmarked(byte[] bytes) {
        boolean marked = bytes.length > 2
                && bytes[0] == BYTE_ORDER_MARK[0]
                && bytes[1] == BYTE_ORDER_MARK[1]
                && bytes[2] == BYTE_ORDER_MARK[2];
        return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    }
}
