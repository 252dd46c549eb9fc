package dev.belfry.incident.incident.runbook;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A runbook in an incident, and how far it is done. */
public record Attached(UUID id, String name, @Nullable String link, List<Step> steps) {

    /**
     * One step.
     *
     * @param doneAt null while it is not done
     */
    public record Step(
            String text, @Nullable Instant doneAt, @Nullable String doneBy) {

        @JsonProperty
        public boolean done() {
            return doneAt != null;
        }
    }

    /** How many steps are done. */
    public long stepsDone() {
        return steps.stream().filter(Step::done).count();
    }

    /** A step that somebody has done. */
    record Tick(UUID runbook, String step, Instant at, String by) {}

    static Attached of(Runbook runbook, List<Tick> ticks) {
        return new Attached(
                runbook.id(),
                runbook.name(),
                runbook.link(),
                runbook.steps().stream()
                        .map(text -> ticks.stream()
                                .filter(tick -> tick.runbook().equals(runbook.id())
                                        && tick.step().equals(text))
                                .findFirst()
                                .map(tick -> new Step(text, tick.at(), tick.by()))
                                .orElseGet(() -> new Step(text, null, null)))
                        .toList());
    }
}
