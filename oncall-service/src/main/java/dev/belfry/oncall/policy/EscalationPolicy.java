package dev.belfry.oncall.policy;

import java.util.List;
import java.util.UUID;

/** One version of an escalation policy; an edit makes the next version, and a running escalation keeps the one it began with. */
public record EscalationPolicy(UUID id, long version, String name, int repeats, List<PolicyStep> steps) {
    public EscalationPolicy {
        steps = List.copyOf(steps);
    }
}
