package dev.belfry.incident.incident.intake;

import dev.belfry.incident.catalog.service.NoiseRule;
import dev.belfry.incident.signal.alert.Alert;
import java.time.Instant;
import java.util.List;

/** Says whether an alert fires and resolves so often that it flaps. */
final class Flapping {
    private Flapping() {}

    /** The changes that still count when the same key fires again, in order. */
    static List<Instant> carried(NoiseRule rule, Alert before, Instant now) {
        if (rule.flapChanges() == 0) {
            return List.of();
        }
        var recent = recent(rule, before, now);
        return recent.subList(Math.max(0, recent.size() - NoiseRule.MOST_CHANGES), recent.size());
    }

    /** How often it has changed within the time that counts; 0 when it does not flap. */
    static int changes(NoiseRule rule, Alert alert, Instant now) {
        if (rule.flapChanges() == 0) {
            return 0;
        }
        var changes = recent(rule, alert, now).size();
        return changes < rule.flapChanges() ? 0 : changes;
    }

    private static List<Instant> recent(NoiseRule rule, Alert alert, Instant now) {
        var since = now.minus(rule.flapWithin());
        return alert.changes().stream().filter(at -> !at.isBefore(since)).toList();
    }

    static String inWords(int changes, NoiseRule rule) {
        return "Flapping: it has fired or resolved " + times(changes, rule)
                + ", so its incident stays open instead of paging again";
    }

    /** No more changes are carried than a rule can ask for. */
    static String times(int changes, NoiseRule rule) {
        return (changes > NoiseRule.MOST_CHANGES ? "more than " + NoiseRule.MOST_CHANGES : changes) + " times within "
                + rule.flapMinutes() + (rule.flapMinutes() == 1 ? " minute" : " minutes");
    }
}
