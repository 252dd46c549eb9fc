package dev.belfry.oncall.rota.coverage;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Measures what is wrong with the next 90 days, all schedules together. */
public final class CoverageSweep {
    /** Few at once: rendering 90 days of them keeps the event loop for some milliseconds. */
    private static final int PAGE = 10;

    private final CoverageQueries queries;
    private final InstantSource clock;
    private final AtomicLong gapSeconds;
    private final AtomicLong withGaps;
    private final AtomicLong unverified;
    private final AtomicLong absent;

    public CoverageSweep(CoverageQueries queries, InstantSource clock, MeterRegistry metrics) {
        this.queries = queries;
        this.clock = clock;
        this.gapSeconds = metrics.gauge("belfry.schedule.gap.seconds", new AtomicLong());
        this.withGaps = metrics.gauge("belfry.schedule.gap.schedules", new AtomicLong());
        this.unverified = metrics.gauge("belfry.schedule.unverified.people", new AtomicLong());
        this.absent = metrics.gauge("belfry.schedule.absent.people", new AtomicLong());
    }

    /** Measures all schedules, some at once. */
    public Future<Void> measure() {
        Instant now = clock.instant();
        return next(new UUID(0, 0), new Sum(0, 0, Set.of(), Set.of()), now)
                .onSuccess(sum -> {
                    gapSeconds.set(sum.seconds);
                    withGaps.set(sum.schedules);
                    unverified.set(sum.unverified.size());
                    absent.set(sum.absent.size());
                })
                .mapEmpty();
    }

    /** A person on several schedules counts once. */
    private record Sum(long seconds, long schedules, Set<UUID> unverified, Set<UUID> absent) {
        Sum with(Proof proof) {
            Duration uncovered = proof.coverage().uncovered();
            Set<UUID> unsure = new HashSet<>(unverified);
            proof.staffing().unsure().forEach(one -> unsure.add(one.user()));
            Set<UUID> away = new HashSet<>(absent);
            proof.staffing().absent().forEach(one -> away.add(one.user()));
            return new Sum(
                    seconds + uncovered.toSeconds(), uncovered.isZero() ? schedules : schedules + 1, unsure, away);
        }
    }

    private Future<Sum> next(UUID after, Sum before, Instant now) {
        return queries.page(after, PAGE, now, now.plus(CoverageQueries.AHEAD)).compose(page -> {
            Sum sum = before;
            for (CoverageQueries.Proven proven : page) {
                sum = sum.with(proven.proof());
            }
            return page.size() < PAGE
                    ? Future.succeededFuture(sum)
                    : next(page.getLast().roll().schedule().id(), sum, now);
        });
    }
}
