package dev.belfry.oncall.rota.schedule;

import java.time.LocalDateTime;
import java.util.List;

/** A recurrence set (RFC 5545 §3.8.5): rules as text, dates added and dates left out, all local. */
public record RecurrenceRules(List<String> rules, List<LocalDateTime> added, List<LocalDateTime> left) {
    public static final RecurrenceRules NONE = new RecurrenceRules(List.of(), List.of(), List.of());

    public RecurrenceRules {
        rules = List.copyOf(rules);
        added = List.copyOf(added);
        left = List.copyOf(left);
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }
}
