package dev.belfry.ingest.intake;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.heartbeat.IntakeTick;
import dev.belfry.ingest.spool.LogRecord;
import dev.belfry.ingest.spool.SpoolRelay;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;

/**
 * The clock by which silence is measured: every five seconds each partition hears until when it has everything that was
 * received. While something is on the disk only, nothing is said.
 */
public final class TickTimer {
    private static final long EVERY_MS = 5_000;

    private final SpoolRelay line;
    private final Ids ids;
    private final InstantSource clock;

    public TickTimer(SpoolRelay line, Ids ids, InstantSource clock) {
        this.line = line;
        this.ids = ids;
        this.clock = clock;
    }

    public void start(Vertx vertx) {
        vertx.setPeriodic(
                1,
                EVERY_MS,
                due -> line.completeUntil().ifPresent(until -> {
                    var data = Buffer.buffer(Json.bytes(new IntakeTick(until)));
                    for (int partition = 0; partition < Topics.ALERTS.partitions(); partition++) {
                        line.send(new LogRecord(partition, "tick", ids.next(), IntakeTick.TYPE, clock.instant(), data));
                    }
                }));
    }
}
