package dev.belfry.incident.catalog.service;

import dev.belfry.contracts.incident.Urgency;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How urgent an incident was said to be, whatever its severity.
 *
 * @param why as in {@code outside support hours 09:00–17:00 Mon–Fri Europe/Berlin}
 * @param raisedAt when it may not wait any more; null when nothing but a person raises it
 */
public record SaidUrgency(
        Urgency urgency, String why, @Nullable Instant raisedAt) {
    private static final String RULE = "the event rule “";

    /** An event rule says so of an alert. */
    public static SaidUrgency byRule(Urgency urgency, String rule) {
        return new SaidUrgency(urgency, RULE + rule + "” says so", null);
    }

    /** Whether an event rule has said so: then it holds for the alerts that it is said of, and for no others. */
    public boolean isByRule() {
        return why.startsWith(RULE);
    }
}
