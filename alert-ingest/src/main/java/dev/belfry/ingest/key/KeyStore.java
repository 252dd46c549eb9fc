package dev.belfry.ingest.key;

import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the known keys in a file, so that a start while the broker is away knows who may send. */
public final class KeyStore {
    private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);
    public static final Duration EVERY = Duration.ofSeconds(1);

    private final RoutingKeys keys;
    private final Path file;
    private long written = -1;

    public KeyStore(RoutingKeys keys, Path directory) {
        this.keys = keys;
        this.file = directory.resolve("keys.json");
    }

    /** True when an earlier run left its keys, and they are now known; blocks. */
    public boolean recall() {
        try {
            if (!Files.exists(file)) {
                return false;
            }
            keys.recall(Json.read(Files.readAllBytes(file), RoutingKeys.Snapshot.class));
            return true;
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.atWarn().setCause(unreadable).log("the keys of the last run cannot be read");
            return false;
        }
    }

    /** Writes them when they have changed. */
    public Future<?> keep(Vertx vertx) {
        return vertx.executeBlocking(this::writeChanged);
    }

    private synchronized boolean writeChanged() throws IOException {
        long now = keys.changes();
        if (now == written) {
            return false;
        }
        var next = file.resolveSibling("keys.json.next");
        Files.write(next, Json.bytes(keys.snapshot()));
        try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        written = now;
        return true;
    }
}
