package dev.belfry.notifier.guard;

import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an incident, as far as it decides whether its pages are still wanted.
 *
 * @param version of the incident event it is from; 0 when it is from a page
 * @param reason what ended the paging, for people: {@code acknowledged by Ann Example}
 */
public record Guard(UUID incident, long version, IncidentStatus status, int cycle, String reason) {

    /** What a page tells of an incident nothing else is known of. */
    public static Guard told(Page page) {
        var status = page.incident().status();
        return new Guard(
                page.incidentId(),
                0,
                status,
                page.cycle(),
                status == IncidentStatus.TRIGGERED ? "triggered" : status.name().toLowerCase(Locale.ROOT));
    }

    /** What is known after an event; an event that is not newer changes nothing. */
    public static Guard after(@Nullable Guard before, IncidentEvent event) {
        var state = event.incident();
        if (before != null && event.version() <= before.version()) {
            return before;
        }
        boolean same = before != null && before.status() == state.status() && before.cycle() == state.cycle();
        // What comes after an acknowledge, a note for example, does not change who acknowledged.
        var reason = before != null && same
                ? before.reason()
                : reason(state.status(), event.by().name());
        return new Guard(state.id(), event.version(), state.status(), state.cycle(), reason);
    }

    /** Why a page of that cycle is not wanted any more; null when it is. A page of a newer cycle knows better. */
    public @Nullable String refusal(int pageCycle) {
        if (pageCycle > cycle) {
            return null;
        }
        if (pageCycle < cycle) {
            return "paging has started anew since";
        }
        return status == IncidentStatus.TRIGGERED ? null : reason;
    }

    /** Why this page is not wanted any more; null when it is. */
    public @Nullable String refusal(Page page) {
        return page.cycle() == cycle && isOpen() && isBesideAnAcknowledge(page) ? null : refusal(page.cycle());
    }

    /** Why there is nothing left to resolve for who was paged in that cycle; null when there is. */
    public @Nullable String ended(int pageCycle) {
        if (status == IncidentStatus.RESOLVED) {
            return reason;
        }
        return pageCycle < cycle ? "paging has started anew since" : null;
    }

    /** Somebody who was called in though the incident was taken already is wanted until it is over. */
    public static boolean isBesideAnAcknowledge(Page page) {
        return page.incident().status() != IncidentStatus.TRIGGERED;
    }

    boolean isOpen() {
        return status != IncidentStatus.RESOLVED;
    }

    private static String reason(IncidentStatus status, String who) {
        return status.name().toLowerCase(Locale.ROOT) + " by " + who;
    }
}
