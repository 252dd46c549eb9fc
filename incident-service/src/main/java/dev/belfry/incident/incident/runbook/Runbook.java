package dev.belfry.incident.incident.runbook;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.incident.lifecycle.Incident;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is written down to do in incidents of a kind.
 *
 * @param link the long version, such as a page of a wiki
 * @param services the services it is for; empty means all
 * @param severities the severities it is for; empty means all
 * @param titleContains what the title of the incident must contain, in upper or lower case; null asks nothing of it
 * @param steps what to do, in this order; no two are the same
 */
public record Runbook(
        UUID id,
        String name,
        @Nullable String link,
        List<UUID> services,
        List<IncidentSeverity> severities,
        @Nullable String titleContains,
        List<String> steps,
        long version) {
    public static final int LONGEST_NAME = 200;
    public static final int LONGEST_LINK = 1_000;
    public static final int LONGEST_STEP = 500;
    public static final int MOST_STEPS = 50;
    public static final int MOST_SERVICES = 50;

    /** Whether it is for this incident. */
    boolean fits(Incident incident) {
        return (services.isEmpty() || services.contains(incident.serviceId()))
                && (severities.isEmpty() || severities.contains(incident.severity()))
                && (titleContains == null
                        || incident.title().toLowerCase(Locale.ROOT).contains(titleContains.toLowerCase(Locale.ROOT)));
    }
}
