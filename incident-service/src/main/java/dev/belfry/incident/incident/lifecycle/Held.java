package dev.belfry.incident.incident.lifecycle;

/**
 * An incident together with how many of its alerts are still firing.
 *
 * <p>The count is no part of what others are told: it only decides when all alerts of an incident are resolved.
 */
public record Held(Incident incident, int openAlerts) {

    /** The incident after a move; a resolved one has nothing firing any more. */
    public Held with(Incident after) {
        return new Held(after, after.open() ? openAlerts : 0);
    }

    /** The same incident with another count. */
    public Held firing(int alerts) {
        return new Held(incident, alerts);
    }
}
