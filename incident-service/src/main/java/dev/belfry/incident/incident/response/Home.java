package dev.belfry.incident.incident.response;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the home page says.
 *
 * @param needs what waits for the reader, the most urgent first
 * @param more whether there is more than is shown
 * @param standing the open incidents of all
 * @param last the latest resolved incident that the reader had; null when there is none
 */
public record Home(
        List<IncidentView> needs,
        boolean more,
        List<Open> standing,
        @Nullable Last last,
        Volume volume,
        OwnHealth health) {
    static final int MOST = 20;

    /** How many open incidents of a severity stand so. */
    public record Open(IncidentSeverity severity, IncidentStatus status, long incidents) {}

    /** An incident that is over. */
    public record Last(long number, Instant resolvedAt) {}

    public Home {
        needs = List.copyOf(needs);
        standing = List.copyOf(standing);
    }

    /** The title of the page. */
    public String sentence() {
        if (more) {
            return "More than " + MOST + " incidents need you";
        }
        return switch (needs.size()) {
            case 0 -> open() == 0 ? "All quiet" : "Nothing needs you";
            case 1 -> "1 incident needs you";
            default -> needs.size() + " incidents need you";
        };
    }

    public long open() {
        return standing.stream().mapToLong(Open::incidents).sum();
    }

    public long of(IncidentSeverity severity) {
        return standing.stream()
                .filter(one -> one.severity() == severity)
                .mapToLong(Open::incidents)
                .sum();
    }

    public long of(IncidentSeverity severity, IncidentStatus status) {
        return standing.stream()
                .filter(one -> one.severity() == severity && one.status() == status)
                .mapToLong(Open::incidents)
                .sum();
    }

    public long triggered() {
        return standing.stream()
                .filter(one -> one.status() == IncidentStatus.TRIGGERED)
                .mapToLong(Open::incidents)
                .sum();
    }

    /** The incidents that are still paging, as the query of the fragment that counts down. */
    public String paging() {
        return IncidentView.paging(needs);
    }
}
