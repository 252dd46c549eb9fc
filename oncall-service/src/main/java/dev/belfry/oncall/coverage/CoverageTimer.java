package dev.belfry.oncall.coverage;

import dev.belfry.oncall.schedule.ScheduleQueries;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures every hour how long nobody will be on call in the next 90 days, all schedules together. */
public final class CoverageTimer {
    private static final Logger LOG = LoggerFactory.getLogger(CoverageTimer.class);
    private static final Duration EVERY = Duration.ofHours(1);
    /** Few at once: rendering 90 days of them keeps the event loop for some milliseconds. */
    private static final int PAGE = 10;

    private final CoverageQueries queries;
    private final InstantSource clock;
    private final AtomicLong gapSeconds;
    private final AtomicLong withGaps;

    public CoverageTimer(CoverageQueries queries, InstantSource clock, MeterRegistry metrics) {
        this.queries = queries;
        this.clock = clock;
        this.gapSeconds = metrics.gauge("belfry.schedule.gap.seconds", new AtomicLong());
        this.withGaps = metrics.gauge("belfry.schedule.gap.schedules", new AtomicLong());
    }

    public void start(Vertx vertx) {
        vertx.setTimer(60_000, first -> measure());
        vertx.setPeriodic(EVERY.toMillis(), hourly -> measure());
    }

    private void measure() {
        Instant now = clock.instant();
        next(new UUID(0, 0), new Sum(0, 0), now)
                .onSuccess(sum -> {
                    gapSeconds.set(sum.seconds);
                    withGaps.set(sum.schedules);
                })
                .onFailure(failed -> LOG.atWarn().setCause(failed).log("the coverage was not measured"));
    }

    private record Sum(long seconds, long schedules) {
        Sum with(Duration uncovered) {
            return uncovered.isZero() ? this : new Sum(seconds + uncovered.toSeconds(), schedules + 1);
        }
    }

    private Future<Sum> next(UUID after, Sum before, Instant now) {
        Instant to = now.plus(CoverageQueries.AHEAD);
        return queries.page(after, PAGE, now, to).compose(rolls -> {
            Sum sum = before;
            for (ScheduleQueries.Roll roll : rolls) {
                sum = sum.with(Coverage.of(roll.shifts(), now, to).uncovered());
            }
            return rolls.size() < PAGE
                    ? Future.succeededFuture(sum)
                    : next(rolls.getLast().schedule().id(), sum, now);
        });
    }
}
