package dev.belfry.ingest.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records in a directory until the broker has them: segments that are only appended to, read in order, and
 * deleted when they have been told on.
 *
 * <pre>
 *   0000000001.log  0000000002.log  …   │ appended to, one fsync for whatever waits
 *   told                                │ how far the broker has them: segment, offset, checksum
 * </pre>
 *
 * After a crash the records since the last {@code told} are told again, under the same ids. Its methods block: one
 * thread at a time calls them, never an event loop.
 */
public final class SpoolStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolStore.class);
    private static final int SEGMENT = 8 * 1024 * 1024;
    private static final int READ_AT_ONCE = 512 * 1024;
    private static final String MARK = "told";
    private static final int MARK_BYTES = 20;

    private final Path directory;
    private final long maxBytes;
    /** Whole bytes of each segment, oldest first. */
    private final TreeMap<Long, Long> segments = new TreeMap<>();

    private long readSegment;
    private long readOffset;
    private final AtomicLong bytes = new AtomicLong();
    private @Nullable FileChannel writing;

    /** What comes next, and where the reader stands when it has been told on. */
    public record Next(List<LogRecord> records, long segment, long offset) {}

    /** @throws UncheckedIOException when the directory cannot be used */
    public SpoolStore(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            recover();
        } catch (IOException unusable) {
            throw new UncheckedIOException("the spool " + directory + " cannot be used: " + unusable, unusable);
        }
    }

    /** Whether the broker has everything. */
    public boolean isEmpty() {
        return bytes.get() == 0;
    }

    /** Bytes that the broker does not have yet. */
    public long bytes() {
        return bytes.get();
    }

    /** How many bytes more may be appended. */
    public long room() {
        return maxBytes - bytes.get();
    }

    /** Appends them all and returns when the disk has them. */
    public void append(List<LogRecord> records) throws IOException {
        var buffers = new ArrayList<ByteBuffer>(records.size());
        long more = 0;
        for (var record : records) {
            var buffer = SpoolFormat.write(record);
            more += buffer.remaining();
            buffers.add(buffer);
        }
        try {
            var channel = channel();
            for (var buffer : buffers) {
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
            channel.force(false);
        } catch (IOException failed) {
            // What of it reached the disk is torn or was never confirmed; nothing may follow it in this segment.
            abandon();
            throw failed;
        }
        segments.merge(segments.lastKey(), more, Long::sum);
        bytes.addAndGet(more);
    }

    /** What comes next after the last that was told; empty when there is nothing. */
    public Next next() throws IOException {
        while (true) {
            long whole = segments.getOrDefault(readSegment, 0L);
            if (readOffset < whole) {
                var stretch = read(readSegment, readOffset, (int) Math.min(READ_AT_ONCE, whole - readOffset), whole);
                if (!stretch.records().isEmpty()) {
                    return new Next(stretch.records(), readSegment, readOffset + stretch.bytes());
                }
                LOG.atError()
                        .addKeyValue("segment", name(readSegment))
                        .addKeyValue("offset", readOffset)
                        .log("a spooled record is damaged: the rest of its segment is left aside");
                Files.move(file(readSegment), directory.resolve(name(readSegment) + ".damaged"));
                abandon();
                bytes.addAndGet(readOffset - whole);
                segments.put(readSegment, readOffset);
            }
            var following = segments.higherKey(readSegment);
            if (following == null) {
                return new Next(List.of(), readSegment, readOffset);
            }
            drop(readSegment);
            readSegment = following;
            readOffset = 0;
        }
    }

    /** The broker has everything up to there. */
    public void told(Next next) throws IOException {
        bytes.addAndGet(readOffset - next.offset());
        readOffset = next.offset();
        var mark = ByteBuffer.allocate(MARK_BYTES);
        mark.putLong(readSegment).putLong(readOffset);
        mark.putInt(checksum(mark.array()));
        mark.flip();
        try (var channel =
                FileChannel.open(directory.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(mark, 0);
        }
        if (isEmpty()) {
            abandon();
            for (var segment : List.copyOf(segments.keySet())) {
                drop(segment);
            }
            // Segments are counted anew: a mark may not speak of others than it was made for.
            Files.deleteIfExists(directory.resolve(MARK));
        }
    }

    @Override
    public void close() throws IOException {
        abandon();
    }

    private void recover() throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.matches("\\d{10}\\.log")) {
                    segments.put(Long.parseLong(name, 0, 10, 10), 0L);
                }
            }
        }
        for (var segment : segments.entrySet()) {
            segment.setValue(wholeBytes(segment.getKey()));
        }
        if (segments.isEmpty()) {
            Files.deleteIfExists(directory.resolve(MARK));
        }
        var mark = mark();
        readSegment = segments.isEmpty() ? 1 : segments.firstKey();
        readOffset = mark != null && mark.getLong(0) == readSegment ? mark.getLong(8) : 0;
        while (mark != null && mark.getLong(0) > readSegment && segments.higherKey(readSegment) != null) {
            // Told whole, and the process died before it could be deleted.
            drop(readSegment);
            readSegment = segments.firstKey();
            readOffset = mark.getLong(0) == readSegment ? mark.getLong(8) : 0;
        }
        bytes.set(segments.values().stream().mapToLong(Long::longValue).sum()
                - Math.min(readOffset, segments.getOrDefault(readSegment, 0L)));
        if (!isEmpty()) {
            LOG.atInfo().addKeyValue("bytes", bytes()).log("the spool holds what the broker does not have yet");
        }
    }

    /** How far a segment is sound: behind that is what was being written when the process died. */
    private long wholeBytes(long segment) throws IOException {
        long size = Files.size(file(segment));
        long offset = 0;
        while (offset < size) {
            var stretch = read(segment, offset, (int) Math.min(READ_AT_ONCE, size - offset), size);
            if (stretch.bytes() == 0 || stretch.torn()) {
                return offset + stretch.bytes();
            }
            offset += stretch.bytes();
        }
        return offset;
    }

    /** Reads a stretch; one record may be larger than what is read at once. */
    private SpoolFormat.Stretch read(long segment, long offset, int length, long end) throws IOException {
        try (var channel = FileChannel.open(file(segment), StandardOpenOption.READ)) {
            var buffer = ByteBuffer.allocate(length);
            fill(channel, buffer, offset);
            var stretch = SpoolFormat.read(buffer.array(), offset + length < end);
            if (stretch.bytes() > 0 || stretch.torn() || length < SpoolFormat.HEAD || offset + length >= end) {
                return stretch;
            }
            int whole = (int) Math.min(SpoolFormat.HEAD + (long) buffer.getInt(0), end - offset);
            var larger = ByteBuffer.allocate(whole);
            fill(channel, larger, offset);
            return SpoolFormat.read(larger.array(), offset + whole < end);
        }
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, long offset) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                return;
            }
        }
    }

    private @Nullable ByteBuffer mark() throws IOException {
        var file = directory.resolve(MARK);
        if (!Files.exists(file)) {
            return null;
        }
        var mark = ByteBuffer.wrap(Files.readAllBytes(file));
        return mark.capacity() == MARK_BYTES && mark.getInt(16) == checksum(mark.array()) ? mark : null;
    }

    private static int checksum(byte[] mark) {
        var crc = new CRC32C();
        crc.update(mark, 0, 16);
        return (int) crc.getValue();
    }

    private FileChannel channel() throws IOException {
        var open = writing;
        if (open != null && segments.lastEntry().getValue() < SEGMENT) {
            return open;
        }
        abandon();
        // Never behind what was there before: its end may be torn.
        long segment = Math.max(segments.isEmpty() ? 0 : segments.lastKey(), readSegment) + 1;
        var created = FileChannel.open(
                file(segment), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        forceDirectory();
        segments.put(segment, 0L);
        writing = created;
        return created;
    }

    /** The name of a new file is durable only when its directory is. */
    private void forceDirectory() throws IOException {
        try (var folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private void abandon() throws IOException {
        var open = writing;
        writing = null;
        if (open != null) {
            open.close();
        }
    }

    private void drop(long segment) throws IOException {
        segments.remove(segment);
        Files.deleteIfExists(file(segment));
    }

    private Path file(long segment) {
        return directory.resolve(name(segment));
    }

    private static String name(long segment) {
        return String.format(Locale.ROOT, "%010d.log", segment);
    }
}
