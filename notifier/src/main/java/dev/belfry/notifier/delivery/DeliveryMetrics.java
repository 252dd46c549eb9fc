package dev.belfry.notifier.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What operators see of deliveries. */
public final class DeliveryMetrics {
    private final MeterRegistry registry;
    private final Timer pageToSent;
    private final Counter ambiguous;

    public DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.pageToSent = Timer.builder("belfry.page")
                .description("From the moment somebody was to be paged to the provider having the message")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(registry);
        this.ambiguous = registry.counter("belfry.attempts.ambiguous");
    }

    public void ended(Matter matter, String channel, DeliveryStatus status) {
        if (matter instanceof Matter.OfNotice) {
            registry.counter("belfry.notices", "outcome", status.word()).increment();
        } else {
            page(channel, status);
        }
    }

    public void page(String channel, DeliveryStatus status) {
        registry.counter("belfry.deliveries", "channel", channel, "outcome", status.word())
                .increment();
    }

    public void sentAfter(Duration sincePage) {
        pageToSent.record(sincePage.isNegative() ? Duration.ZERO : sincePage);
    }

    public void ambiguous() {
        ambiguous.increment();
    }
}
