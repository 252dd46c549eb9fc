package dev.belfry.ingest.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolStoreTest {
    private static final long MAX = 64L * 1024 * 1024;

    @TempDir
    private Path directory;

    private static LogRecord record(int number, int size) {
        return new LogRecord(
                number % 6,
                "service " + number % 3,
                new UUID(number, number),
                "belfry.alerts.accepted.v1",
                Instant.ofEpochSecond(1_700_000_000L + number, 123_000),
                Buffer.buffer(new byte[size]).setInt(0, number));
    }

    private static List<LogRecord> rest(SpoolStore store) throws IOException {
        var all = new ArrayList<LogRecord>();
        while (true) {
            var next = store.next();
            if (next.records().isEmpty()) {
                return all;
            }
            all.addAll(next.records());
            store.told(next);
        }
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void whatIsAppendedComesBackInOrderWithItsIdsAcrossSegments() throws IOException {
        var sent = new ArrayList<LogRecord>();
        try (var store = new SpoolStore(directory, MAX)) {
            for (int i = 0; i < 200; i++) {
                var group = List.of(record(2 * i, 100_000), record(2 * i + 1, 10));
                sent.addAll(group);
                store.append(group);
            }
            assertThat(files()).hasSizeGreaterThan(2);
        }
        try (var store = new SpoolStore(directory, MAX)) {
            assertThat(rest(store)).isEqualTo(sent);
            assertThat(store.isEmpty()).isTrue();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aRecordThatIsLargerThanWhatIsReadAtOnceComesBack() throws IOException {
        try (var store = new SpoolStore(directory, MAX)) {
            store.append(List.of(record(1, 3 * 1024 * 1024), record(2, 10)));
            assertThat(rest(store)).containsExactly(record(1, 3 * 1024 * 1024), record(2, 10));
        }
    }

    /** The process may die while any byte is written: what was confirmed before is there, and nothing half. */
    @Test
    void aSegmentThatWasCutAtAnyByteKeepsItsWholeRecords() throws IOException {
        var records = List.of(record(1, 40), record(2, 17), record(3, 60));
        var lengths =
                records.stream().map(one -> SpoolFormat.write(one).remaining()).toList();
        var whole = directory.resolve("whole");
        try (var store = new SpoolStore(whole, MAX)) {
            store.append(records);
        }
        var bytes = Files.readAllBytes(whole.resolve("0000000002.log"));
        for (int cut = 0; cut <= bytes.length; cut++) {
            var torn = directory.resolve("torn" + cut);
            Files.createDirectories(torn);
            Files.write(torn.resolve("0000000002.log"), java.util.Arrays.copyOf(bytes, cut));
            int expected =
                    cut < lengths.get(0) ? 0 : cut < lengths.get(0) + lengths.get(1) ? 1 : cut < bytes.length ? 2 : 3;
            try (var store = new SpoolStore(torn, MAX)) {
                store.append(List.of(record(9, 5)));
                var all = rest(store);
                assertThat(all).as("cut at " + cut).hasSize(expected + 1);
                assertThat(all.subList(0, expected)).isEqualTo(records.subList(0, expected));
                assertThat(all.getLast()).isEqualTo(record(9, 5));
            }
        }
    }

    @Test
    void afterACrashTheMarkSaysWhereToGoOnAndABadMarkOnlyTellsMoreAgain() throws IOException {
        try (var store = new SpoolStore(directory, MAX)) {
            store.append(List.of(record(1, 600_000)));
            store.append(List.of(record(2, 600_000), record(3, 5)));
            store.told(store.next());
        }
        try (var store = new SpoolStore(directory, MAX)) {
            assertThat(store.next().records().getFirst()).isEqualTo(record(2, 600_000));
        }
        Files.write(directory.resolve("told"), new byte[] {1, 2, 3});
        try (var store = new SpoolStore(directory, MAX)) {
            assertThat(rest(store)).hasSize(3);
        }
    }

    @Test
    void aDamagedRecordCostsItsSegmentOnlyAndTheSegmentIsKeptAside() throws IOException {
        try (var store = new SpoolStore(directory, MAX)) {
            store.append(List.of(record(1, 100), record(2, 100)));
        }
        try (var store = new SpoolStore(directory, MAX)) {
            store.append(List.of(record(3, 100)));
            try (var channel =
                    java.nio.channels.FileChannel.open(directory.resolve("0000000002.log"), StandardOpenOption.WRITE)) {
                channel.write(java.nio.ByteBuffer.wrap(new byte[] {77}), 60);
            }
            assertThat(rest(store)).containsExactly(record(3, 100));
        }
        assertThat(files()).containsExactly("0000000002.log.damaged");
    }

    @Test
    void anyRunOfAppendsReadsAndRestartsTellsEverythingInOrder() throws IOException {
        long seed = System.nanoTime();
        System.out.println("SpoolStoreTest seed " + seed);
        var random = new SplittableRandom(seed);
        var sent = new ArrayList<LogRecord>();
        var told = new ArrayList<LogRecord>();
        var store = new SpoolStore(directory, MAX);
        for (int i = 0; i < 2_000; i++) {
            switch (random.nextInt(10)) {
                case 0 -> {
                    store.close();
                    store = new SpoolStore(directory, MAX);
                }
                case 1, 2, 3 -> {
                    var next = store.next();
                    told.addAll(next.records());
                    if (!next.records().isEmpty()) {
                        store.told(next);
                    }
                }
                default -> {
                    var group = List.of(record(sent.size(), random.nextInt(4, 200_000)));
                    sent.addAll(group);
                    store.append(group);
                }
            }
            assertThat(store.isEmpty()).isEqualTo(told.size() == sent.size());
        }
        told.addAll(rest(store));
        store.close();
        assertThat(told).isEqualTo(sent);
    }
}
