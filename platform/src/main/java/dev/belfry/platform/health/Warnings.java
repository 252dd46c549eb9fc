package dev.belfry.platform.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** What an operator should look into while the service goes on: shown by {@code /health/ready}, counted in the metrics. */
public final class Warnings {
    private final Map<String, String> open = new ConcurrentSkipListMap<>();

    public Warnings(MeterRegistry metrics) {
        Gauge.builder("belfry.warnings", open, Map::size).register(metrics);
    }

    /** @param about what the warning is about; a second warning about the same thing replaces the first */
    public void raise(String about, String text) {
        open.put(about, text);
    }

    public void clear(String about) {
        open.remove(about);
    }

    /** One line each. */
    public List<String> lines() {
        return List.copyOf(open.values());
    }
}
