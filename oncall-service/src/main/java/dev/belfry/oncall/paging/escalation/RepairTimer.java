package dev.belfry.oncall.paging.escalation;

import dev.belfry.platform.run.Host;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every 30 seconds whether an incident has been left without a next step. Its own age is a gauge: who watches it sees
 * when it stands still.
 */
final class RepairTimer {
    private static final Logger LOG = LoggerFactory.getLogger(RepairTimer.class);
    private static final long EVERY_MS = 30_000;

    private final RepairCommands repairs;
    private final InstantSource clock;
    private volatile Instant last;

    RepairTimer(RepairCommands repairs, InstantSource clock, MeterRegistry metrics) {
        this.repairs = repairs;
        this.clock = clock;
        this.last = clock.instant();
        Gauge.builder("belfry.escalation.audit.age", this, RepairTimer::age)
                .baseUnit("seconds")
                .description("How long ago the last look for lost escalations ended well")
                .register(metrics);
    }

    void start(Host host) {
        Vertx vertx = host.vertx();
        long timer = vertx.setPeriodic(EVERY_MS, look -> look());
        host.onStop(() -> {
            vertx.cancelTimer(timer);
            return Future.succeededFuture();
        });
    }

    private void look() {
        repairs.look()
                .onSuccess(done -> last = clock.instant())
                .onFailure(failed -> LOG.atWarn().setCause(failed).log("escalations could not be audited"));
    }

    private double age() {
        return Duration.between(last, clock.instant()).toMillis() / 1000.0;
    }
}
