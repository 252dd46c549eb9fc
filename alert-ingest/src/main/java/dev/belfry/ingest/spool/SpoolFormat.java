package dev.belfry.ingest.spool;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * How records stand in a segment, one after the other, big-endian:
 *
 * <pre>
 *   length of the rest (4) │ CRC-32C of the rest (4) │ partition (4) │ id (16) │ time, µs since 1970 (8)
 *                          │ key length (2), key │ type length (2), type │ data
 * </pre>
 *
 * A record whose length or checksum does not hold was being written when the process died: nobody was told that it is
 * durable, so the segment ends before it.
 */
final class SpoolFormat {
    static final int HEAD = 8;
    private static final int FIXED = 4 + 16 + 8 + 2 + 2;
    private static final int MAX = 8 * 1024 * 1024;

    private SpoolFormat() {}

    /**
     * What a stretch of a segment holds.
     *
     * @param bytes how many bytes those records take
     * @param torn whether something follows that is no whole record
     */
    record Stretch(List<LogRecord> records, int bytes, boolean torn) {}

    static ByteBuffer write(LogRecord record) {
        var key = record.key().getBytes(StandardCharsets.UTF_8);
        var type = record.type().getBytes(StandardCharsets.UTF_8);
        var data = record.data().getBytes();
        var buffer = ByteBuffer.allocate(HEAD + FIXED + key.length + type.length + data.length);
        buffer.position(HEAD);
        buffer.putInt(record.partition());
        buffer.putLong(record.id().getMostSignificantBits());
        buffer.putLong(record.id().getLeastSignificantBits());
        buffer.putLong(micros(record.time()));
        buffer.putShort((short) key.length).put(key);
        buffer.putShort((short) type.length).put(type);
        buffer.put(data);
        buffer.putInt(0, buffer.capacity() - HEAD);
        buffer.putInt(4, checksum(buffer.array(), HEAD, buffer.capacity() - HEAD));
        return buffer.flip();
    }

    /**
     * Reads whole records from the beginning of the bytes.
     *
     * @param more whether the segment goes on behind these bytes: then a record may only be cut by them
     */
    static Stretch read(byte[] bytes, boolean more) {
        var records = new ArrayList<LogRecord>();
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.remaining() >= HEAD) {
            int start = buffer.position();
            int length = buffer.getInt();
            int checksum = buffer.getInt();
            if (length < FIXED || length > MAX) {
                return new Stretch(records, start, true);
            }
            if (length > buffer.remaining()) {
                return new Stretch(records, start, !more);
            }
            if (checksum(bytes, buffer.position(), length) != checksum) {
                return new Stretch(records, start, true);
            }
            records.add(record(buffer, buffer.position() + length));
        }
        return new Stretch(records, buffer.position(), !more && buffer.hasRemaining());
    }

    private static LogRecord record(ByteBuffer buffer, int end) {
        int partition = buffer.getInt();
        var id = new UUID(buffer.getLong(), buffer.getLong());
        long micros = buffer.getLong();
        var key = text(buffer);
        var type = text(buffer);
        var data = new byte[end - buffer.position()];
        buffer.get(data);
        var time = Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
        return new LogRecord(partition, key, id, type, time, Buffer.buffer(data));
    }

    private static String text(ByteBuffer buffer) {
        var bytes = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000L + time.getNano() / 1_000;
    }

    private static int checksum(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
