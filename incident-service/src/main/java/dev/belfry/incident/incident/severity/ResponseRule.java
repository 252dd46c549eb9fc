package dev.belfry.incident.incident.severity;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.incident.lifecycle.Incident;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people want of an incident of one severity.
 *
 * @param name what the severity is called: "Critical"
 * @param roles that should be filled
 * @param updateEvery how long those who wait may go without an update; null asks for none
 * @param acknowledgeTimeout how long an acknowledged incident stays quiet when nobody does anything; null for ever
 * @param teams whom an update goes to unless its author chooses others
 * @param postmortem one is to be published
 * @param conference where people meet; {@code {number}} stands for the incident's
 * @param runbook what to do first
 */
public record ResponseRule(
        IncidentSeverity severity,
        String name,
        List<String> roles,
        @Nullable Duration updateEvery,
        @Nullable Duration acknowledgeTimeout,
        List<UUID> teams,
        boolean postmortem,
        @Nullable String conference,
        @Nullable String runbook,
        long version) {
    public static final Duration SHORTEST_CADENCE = Duration.ofMinutes(5);
    public static final Duration LONGEST_CADENCE = Duration.ofDays(7);
    public static final Duration SHORTEST_TIMEOUT = Duration.ofMinutes(5);
    public static final Duration LONGEST_TIMEOUT = Duration.ofHours(24);
    public static final int LONGEST_NAME = 40;
    public static final int LONGEST_LINK = 1_000;
    public static final int MOST_ROLES = 10;
    public static final int MOST_TEAMS = 50;

    /** Where the people of this incident meet; null when the rule names no place. */
    public @Nullable String conferenceOf(Incident incident) {
        return filled(conference, incident);
    }

    /** What to do first in this incident; null when the rule names nothing. */
    public @Nullable String runbookOf(Incident incident) {
        return filled(runbook, incident);
    }

    private static @Nullable String filled(@Nullable String link, Incident incident) {
        return link == null ? null : link.replace("{number}", Long.toString(incident.number()));
    }
}
