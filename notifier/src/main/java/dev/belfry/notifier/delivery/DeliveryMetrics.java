package dev.belfry.notifier.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What operators see of deliveries. */
final class DeliveryMetrics {
    private final MeterRegistry registry;
    private final Timer pageToSent;
    private final Counter ambiguous;

    DeliveryMetrics(MeterRegistry registry, AtomicInteger inFlight) {
        this.registry = registry;
        this.pageToSent = Timer.builder("belfry.page")
                .description("From the moment somebody was to be paged to the provider having the message")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(registry);
        this.ambiguous = registry.counter("belfry.attempts.ambiguous");
        Gauge.builder("belfry.attempts.in.flight", inFlight, AtomicInteger::get).register(registry);
    }

    void ended(String channel, DeliveryStatus status) {
        registry.counter("belfry.deliveries", "channel", channel, "outcome", status.word())
                .increment();
    }

    void sentAfter(Duration sincePage) {
        pageToSent.record(sincePage.isNegative() ? Duration.ZERO : sincePage);
    }

    void ambiguous() {
        ambiguous.increment();
    }
}
