package dev.belfry.ingest.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of large bodies may be in memory, over all requests. Who finds none left is asked to come again. */
final class Allowance {
    private final long max;
    private final AtomicLong taken = new AtomicLong();

    Allowance(long max, MeterRegistry metrics) {
        this.max = max;
        Gauge.builder("belfry.ingest.large.bytes", taken, AtomicLong::get).register(metrics);
    }

    /** What one request has taken; given back once, however its end is noticed. */
    final class Share {
        private long mine;
        private boolean over;

        /** False when there is no more, or the request is over. */
        synchronized boolean take(long bytes) {
            if (over || taken.addAndGet(bytes) > max) {
                taken.addAndGet(over ? 0 : -bytes);
                return false;
            }
            mine += bytes;
            return true;
        }

        synchronized void giveBack() {
            over = true;
            taken.addAndGet(-mine);
            mine = 0;
        }
    }

    Share share() {
        return new Share();
    }
}
