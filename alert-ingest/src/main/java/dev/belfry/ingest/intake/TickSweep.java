package dev.belfry.ingest.intake;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.heartbeat.IntakeTick;
import dev.belfry.ingest.spool.LogRecord;
import dev.belfry.ingest.spool.SpoolRelay;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.IntStream;

/**
 * The clock by which silence is measured: every five seconds each partition hears until when it has everything that was
 * received. While something is on the disk only, nothing is said.
 */
public final class TickSweep {
    public static final Duration EVERY = Duration.ofSeconds(5);

    private final SpoolRelay line;
    private final Ids ids;
    private final InstantSource clock;

    public TickSweep(SpoolRelay line, Ids ids, InstantSource clock) {
        this.line = line;
        this.ids = ids;
        this.clock = clock;
    }

    public Future<?> tick() {
        var until = line.completeUntil();
        if (until.isEmpty()) {
            return Future.succeededFuture();
        }
        var data = Buffer.buffer(Json.bytes(new IntakeTick(until.get())));
        return Future.join(IntStream.range(0, Topics.ALERTS.partitions())
                .mapToObj(partition ->
                        line.send(new LogRecord(partition, "tick", ids.next(), IntakeTick.TYPE, clock.instant(), data)))
                .toList());
    }
}
