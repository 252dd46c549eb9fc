package dev.belfry.incident.incident.intake;

import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.signal.alert.Decided;
import dev.belfry.incident.signal.alert.Hold;
import dev.belfry.incident.signal.rule.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says what an alert was put where for, as it is kept beside the alert. */
final class Placing {
    private Placing() {}

    /**
     * @param from the service its integration belongs to
     * @param verdict what the event rules said; null when none was asked
     * @param incident where it is; null when it is held back
     * @param silences what holds it back for a while; those of them that are maintenance windows are also in {@code windows}
     * @param joined the incidents that were there before
     * @param noise see there
     */
    static Decided of(
            Instant now,
            Service service,
            UUID from,
            @Nullable Verdict verdict,
            List<UUID> silences,
            List<UUID> windows,
            @Nullable Hold hold,
            @Nullable UUID incident,
            Set<UUID> joined,
            @Nullable String noise) {
        return new Decided(
                now,
                outcome(silences, windows, hold, incident, joined),
                verdict == null ? 0 : verdict.considered(),
                verdict == null ? null : verdict.applied(),
                verdict == null ? null : verdict.faults(),
                service.id(),
                from.equals(service.id()) ? null : from,
                service.group().by().name().toLowerCase(Locale.ROOT),
                silences.stream().filter(one -> !windows.contains(one)).toList(),
                windows,
                hold,
                incident,
                service.group().inWords(),
                noise);
    }

    private static Decided.Outcome outcome(
            List<UUID> silences, List<UUID> windows, @Nullable Hold hold, @Nullable UUID incident, Set<UUID> joined) {
        if (!windows.isEmpty()) {
            return Decided.Outcome.MAINTENANCE;
        }
        if (!silences.isEmpty()) {
            return Decided.Outcome.SILENCED;
        }
        if (hold != null) {
            return switch (hold.kind()) {
                case SUPPRESSED -> Decided.Outcome.SUPPRESSED;
                case PAUSED -> Decided.Outcome.PAUSED;
                case COUNTED -> Decided.Outcome.COUNTED;
            };
        }
        return incident != null && joined.contains(incident) ? Decided.Outcome.JOINED : Decided.Outcome.OPENED;
    }

    /** The same for counting. */
    static Effect effect(@Nullable Hold hold, List<UUID> silences, List<UUID> windows) {
        if (!windows.isEmpty()) {
            return Effect.MAINTENANCE;
        }
        if (hold == null || !silences.isEmpty()) {
            return Effect.SILENCED;
        }
        return switch (hold.kind()) {
            case SUPPRESSED -> Effect.SUPPRESSED;
            case PAUSED -> Effect.PAUSED;
            case COUNTED -> Effect.COUNTED;
        };
    }
}
