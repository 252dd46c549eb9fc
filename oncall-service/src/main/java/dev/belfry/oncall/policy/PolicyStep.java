package dev.belfry.oncall.policy;

import java.time.Duration;
import java.util.List;

/** Whom to page together, and how long to wait for an acknowledgement before the next step. */
public record PolicyStep(Duration delay, List<Target> targets) {
    public PolicyStep {
        targets = List.copyOf(targets);
    }
}
