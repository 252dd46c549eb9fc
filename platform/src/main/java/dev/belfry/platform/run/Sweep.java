package dev.belfry.platform.run;

import dev.belfry.platform.patience.Patience;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that every replica does now and then. A run begins when the one before has ended; one that fails is tried again
 * soon, then at the usual pace, and the gauge of its age says how long ago it last succeeded.
 */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Vertx vertx;
    private final Context context;
    private final String name;
    private final Duration every;
    private final Supplier<? extends Future<?>> work;
    private final RandomGenerator random;
    private final Counter failed;
    private final AtomicLong succeededAt = new AtomicLong(System.nanoTime());
    // The rest is touched on the context only.
    private int failures;
    private boolean running;
    private @Nullable Promise<Void> stopping;

    Sweep(
            Vertx vertx,
            String name,
            Duration every,
            Supplier<? extends Future<?>> work,
            RandomGenerator random,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.name = name;
        this.every = every;
        this.work = work;
        this.random = random;
        this.failed = metrics.counter("belfry.sweep.failures", "sweep", name);
        Gauge.builder("belfry.sweep.age.seconds", succeededAt, at -> (System.nanoTime() - at.get()) / 1e9)
                .tag("sweep", name)
                .register(metrics);
    }

    void start() {
        context.runOnContext(go -> run());
    }

    Future<Void> stop() {
        var stopped = Promise.<Void>promise();
        context.runOnContext(go -> {
            stopping = stopped;
            if (!running) {
                stopped.complete();
            }
        });
        return stopped.future();
    }

    private void run() {
        if (stopping != null) {
            return;
        }
        running = true;
        begin().onComplete(done -> context.runOnContext(back -> {
            running = false;
            if (done.succeeded()) {
                failures = 0;
                succeededAt.set(System.nanoTime());
            } else {
                failures++;
                failed.increment();
                LOG.atWarn()
                        .addKeyValue("sweep", name)
                        .addKeyValue("failures", failures)
                        .setCause(done.cause())
                        .log("a sweep failed and is tried again");
            }
            if (stopping != null) {
                stopping.tryComplete();
            } else {
                vertx.setTimer(Math.max(1, pause().toMillis()), next -> run());
            }
        }));
    }

    private Future<?> begin() {
        try {
            return work.get();
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    /** A tenth of chance, so that replicas do not all look at the same moment. */
    private Duration pause() {
        if (failures > 0) {
            var soon = Patience.delay(failures);
            return failures < Patience.TRIES || every.compareTo(soon) < 0 ? soon : every;
        }
        long ms = every.toMillis();
        return Duration.ofMillis(ms - ms / 20 + random.nextLong(ms / 10 + 1));
    }
}
