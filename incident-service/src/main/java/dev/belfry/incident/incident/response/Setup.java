package dev.belfry.incident.incident.response;

import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.incident.catalog.service.Service;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an installation is on the way to its first page.
 *
 * @param reach whether a page reaches who looks
 * @param policies how many escalation policies there are
 * @param services those that something can be reported about, Belfry's own aside
 * @param senders whether any of these services has an integration
 * @param test the test page that was sent, as it is now; null when none was
 */
public record Setup(
        Reach reach,
        int policies,
        List<Service> services,
        boolean senders,
        @Nullable Test test) {
    /** How sure it is that a page reaches somebody. */
    public enum Reach {
        /** There is no contact method. */
        NONE,
        /** There are contact methods, and nobody has shown that they work. */
        UNVERIFIED,
        VERIFIED;

        /** @param status what the directory says; null when it says nothing */
        static Reach of(@Nullable ContactStatusEntry status) {
            if (status == null || status.methods() == 0) {
                return NONE;
            }
            return status.verified() > 0 ? VERIFIED : UNVERIFIED;
        }
    }

    /** A test page. */
    public record Test(long number, IncidentStatus status, Instant at) {
        public boolean isAcknowledged() {
            return status != IncidentStatus.TRIGGERED;
        }
    }

    public Setup {
        services = List.copyOf(services);
    }

    /** Whether the step of this number, 1 to 4, is done. */
    public boolean done(int step) {
        return switch (step) {
            case 1 -> reach == Reach.VERIFIED;
            case 2 -> policies > 0;
            case 3 -> senders;
            default -> test != null && test.isAcknowledged();
        };
    }

    /** The first step that is not done; 5 when all are. */
    public int next() {
        int step = 1;
        while (step < 5 && done(step)) {
            step++;
        }
        return step;
    }

    /** Whether a test page would reach anybody. */
    public boolean canTest() {
        return services.stream().anyMatch(service -> service.escalationPolicyId() != null);
    }
}
