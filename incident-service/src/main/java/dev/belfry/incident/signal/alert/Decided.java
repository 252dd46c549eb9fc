package dev.belfry.incident.signal.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an alert was put, and what led there. It is written with the alert, and never changed.
 *
 * @param considered how many event rules were asked
 * @param rules those that applied, in order
 * @param faults those that failed; they changed nothing
 * @param service the service it is about
 * @param routed the service its integration belongs to, when a rule sent it elsewhere
 * @param group by what its service groups
 * @param silences those that hold it back
 * @param maintenance the maintenance windows that hold it back
 * @param hold what else holds it back
 * @param incident the one it opened or joined
 * @param noise why it is not paged for as usual: it flaps, or there is a storm; null when neither is so
 * @param same what the alerts of one incident have in common, in words
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Decided(
        Instant at,
        Outcome outcome,
        int considered,
        @Nullable List<Applied> rules,
        @Nullable List<Fault> faults,
        UUID service,
        @Nullable UUID routed,
        String group,
        @Nullable List<UUID> silences,
        @Nullable List<UUID> maintenance,
        @Nullable Hold hold,
        @Nullable UUID incident,
        @Nullable String same,
        @Nullable String noise) {

    /** Where it was put. */
    public enum Outcome {
        OPENED,
        JOINED,
        SILENCED,
        MAINTENANCE,
        SUPPRESSED,
        PAUSED,
        COUNTED
    }

    /**
     * A rule that applied.
     *
     * @param did in words: "set severity to info"
     */
    public record Applied(UUID rule, String name, long version, List<String> did) {}

    /** A rule that failed. */
    public record Fault(UUID rule, String name, long version, String why) {}
}
