package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Another time of day for whole processes: libfaketime adds an offset to what the system says. It is read from a file, so
 * that all of them can be taken to another moment together. The monotonic clock goes along: where it is left alone, a JVM's
 * waits end at once (libfaketime 0.9.10). To a process a leap is what a suspended machine is.
 */
final class ShiftedClock {
    /** How long a process may go on with the offset that it read last. */
    private static final Duration CACHED = Duration.ofSeconds(1);

    private static final Duration NOTICED = CACHED.plusMillis(100);
    /** Half of what Kafka waits for the heartbeat of a consumer. */
    private static final Duration STEP = Duration.ofSeconds(3);

    private final Path file;
    private volatile Duration offset = Duration.ZERO;

    private ShiftedClock(Path file) {
        this.file = file;
    }

    static ShiftedClock at(Path directory, Instant now) {
        var clock = new ShiftedClock(directory.resolve("clock"));
        clock.write(now);
        return clock;
    }

    Instant now() {
        return Instant.now().plus(offset);
    }

    /** Takes all processes there; returns when each of them has noticed, so a little later. */
    void leap(Instant there) {
        write(there);
        awaitUntil(there.plus(NOTICED));
    }

    /** Takes them nearly there in steps that are too short for anybody to be missed by anybody. */
    void approach(Instant there) {
        while (now().plus(STEP).plus(NOTICED).isBefore(there)) {
            leap(now().plus(STEP));
        }
        awaitUntil(there);
    }

    /** Lets time pass. */
    void awaitUntil(Instant then) {
        await("it is " + then)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !now().isBefore(then));
    }

    private void write(Instant now) {
        var shift = Duration.between(Instant.now(), now);
        try {
            var fresh = Files.writeString(
                    file.resolveSibling("clock.new"), String.format(Locale.ROOT, "%+.3f%n", shift.toMillis() / 1000.0));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        offset = Duration.ofMillis(shift.toMillis());
    }

    Map<String, String> variables() {
        return Map.of(
                "LD_PRELOAD", library().toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", Long.toString(CACHED.toSeconds()));
    }

    private static Path library() {
        try (Stream<Path> found = Files.find(
                Path.of("/usr/lib"), 4, (path, attributes) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
            var library = found.findFirst();
            assertThat(library)
                    .as("libfaketime is not installed (Debian: apt-get install faketime)")
                    .isPresent();
            return library.orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
