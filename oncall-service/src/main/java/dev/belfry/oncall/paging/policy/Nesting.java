package dev.belfry.oncall.paging.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Policies within policies: how deep they may go, and that they never come back to where they began. */
public final class Nesting {
    /** The policy itself counts. */
    public static final int DEEPEST = 5;

    private Nesting() {}

    /** Why {@code inner} cannot stand in a step of {@code outer}; null when it can. */
    static @Nullable String refusal(UUID outer, UUID inner, Map<UUID, EscalationPolicy> known) {
        Deque<UUID> path = new ArrayDeque<>();
        path.push(outer);
        return refusal(path, inner, known);
    }

    private static @Nullable String refusal(Deque<UUID> path, UUID inner, Map<UUID, EscalationPolicy> known) {
        if (path.contains(inner)) {
            return "this policy would come back to itself";
        }
        if (path.size() >= DEEPEST) {
            return "policies may stand in each other " + DEEPEST + " deep at most";
        }
        EscalationPolicy policy = known.get(inner);
        if (policy == null) {
            return null;
        }
        path.push(inner);
        for (UUID next : policy.nested()) {
            String refusal = refusal(path, next, known);
            if (refusal != null) {
                return refusal;
            }
        }
        path.pop();
        return null;
    }
}
