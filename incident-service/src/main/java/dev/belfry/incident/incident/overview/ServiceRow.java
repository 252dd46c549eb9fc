package dev.belfry.incident.incident.overview;

import dev.belfry.incident.catalog.service.GroupRule;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service as a line of the list.
 *
 * @param policyId its escalation policy; null when the catch-all is paged
 * @param policy the name of that policy; null when it has none, or nobody has told its name yet
 * @param open how many incidents are open
 * @param triggered how many of them nobody has acknowledged
 * @param worst the worst severity of those that are open, such as "sev1"; empty when none is
 */
public record ServiceRow(
        UUID id,
        String name,
        String description,
        @Nullable UUID policyId,
        @Nullable String policy,
        GroupRule group,
        long integrations,
        long open,
        long triggered,
        String worst) {
    ServiceRow calling(@Nullable String policyName) {
        return new ServiceRow(id, name, description, policyId, policyName, group, integrations, open, triggered, worst);
    }

    /** How it is, in words. */
    public String health() {
        if (open == 0) {
            return "No open incidents";
        }
        return triggered > 0 ? triggered + " triggered" : open + " in hand";
    }

    /** The mark that goes with it. */
    public String sign() {
        return open == 0 ? "resolved" : triggered > 0 ? "triggered" : "acknowledged";
    }
}
