package dev.belfry.incident.incident.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An incident together with how many of its alerts are still firing, and what time will bring.
 *
 * <p>Nothing of it is part of what others are told: it only decides when alerts join an incident and when they end it.
 *
 * @param groupUntil when the next alert of its group opens another incident; null while it is open
 * @param flapsUntil until when it counts as flapping unless an alert of it changes again; null when it does not flap
 * @param resolvesAt when it ends unless something fires again; null while something fires
 */
public record Held(
        Incident incident,
        int openAlerts,
        @Nullable Instant groupUntil,
        @Nullable Instant resolvesAt,
        @Nullable Instant flapsUntil) {
    public Held(Incident incident, int openAlerts) {
        this(incident, openAlerts, null, null, null);
    }

    /** The incident after a move; a resolved one has nothing firing any more. */
    public Held with(Incident after) {
        return after.open()
                ? new Held(after, openAlerts, groupUntil, resolvesAt, flapsUntil)
                : new Held(after, 0, groupUntil, null, null);
    }

    /** The same incident with another count. */
    public Held firing(int alerts) {
        return new Held(incident, alerts, groupUntil, alerts > 0 ? null : resolvesAt, flapsUntil);
    }

    /** The same, taking in alerts until then. */
    public Held until(@Nullable Instant end) {
        return new Held(incident, openAlerts, end, resolvesAt, flapsUntil);
    }

    /** The same, over at that time unless something fires again. */
    public Held resolving(@Nullable Instant at) {
        return new Held(incident, openAlerts, groupUntil, at, flapsUntil);
    }

    /** Its time is over: it goes on by itself, and its group begins anew with another incident. */
    public Held leavingGroup() {
        return new Held(incident.leavingGroup(), openAlerts, null, resolvesAt, flapsUntil);
    }

    /** The same, flapping until then; null: no more. */
    public Held flapping(@Nullable Instant until) {
        return new Held(incident, openAlerts, groupUntil, resolvesAt, until);
    }

    /** Whether it counts as flapping at that time. */
    public boolean flaps(Instant now) {
        return flapsUntil != null && flapsUntil.isAfter(now);
    }
}
