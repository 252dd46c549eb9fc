package dev.belfry.incident.incident.storm;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.incident.timeline.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many incidents of a service have begun in a minute, and the one that takes in all others while there are too many.
 *
 * @param since when that minute began
 * @param begun how many have begun since, those that were taken in among them
 * @param incident the one that takes them in; null while there is no storm
 */
public record Storm(
        UUID service, Instant since, int begun, @Nullable UUID incident) {
    static final Duration MINUTE = Duration.ofMinutes(1);

    public static Storm none(UUID service, Instant now) {
        return new Storm(service, now, 0, null);
    }

    /** The same when another one begins at that time. */
    public Storm another(Instant now, int most) {
        if (now.isBefore(since.plus(MINUTE))) {
            return new Storm(service, since, begun + 1, incident);
        }
        return new Storm(service, now, 1, isOver(now, most) ? null : incident);
    }

    /** Whether a whole minute has brought no more than that. */
    boolean isOver(Instant now, int most) {
        return !now.isBefore(since.plus(MINUTE))
                && (begun <= most || !now.isBefore(since.plus(MINUTE.multipliedBy(2))));
    }

    public Storm in(@Nullable UUID storm) {
        return new Storm(service, since, begun, storm);
    }

    /** The title of the incident that takes in the others. */
    public static String title(String service, int most) {
        return "Alert storm: more than " + most + " new incidents of " + service + " within a minute";
    }

    /** Why an alert is in that incident. */
    public static String inWords(String service, int most) {
        return "Storm: more than " + most + " new incidents of " + service
                + " within a minute, so one incident takes in what else begins and pages once";
    }

    /** What the timeline of its incident says when it is calm. */
    public static Entry over(UUID incident, Instant now) {
        return new Entry(
                incident,
                0,
                now,
                "storm_over",
                Actor.SYSTEM,
                "The storm is over: what begins from now on has incidents of its own again",
                Map.of());
    }
}
