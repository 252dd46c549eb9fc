package dev.belfry.incident.incident.intake;

import dev.belfry.incident.catalog.service.GroupRule;
import dev.belfry.incident.catalog.service.Grouping;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.Incident;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says for how long an incident takes in alerts of its group, and when the next one is the same thing again. */
final class Window {
    private Window() {}

    /** Whether the next alert of the group opens another incident; what was merged into this one always joins. */
    static boolean isOver(Service service, String group, Held held, Instant now) {
        var incident = held.incident();
        var window = of(service);
        if (window == null
                || !incident.groupKey().equals(group)
                || !incident.serviceId().equals(service.id())) {
            return false;
        }
        var until = Objects.requireNonNullElse(
                held.groupUntil(), incident.createdAt().plus(window.length()));
        return now.isAfter(until);
    }

    static Held opened(Service service, Held held, Instant now) {
        var window = of(service);
        return window == null ? held : held.until(now.plus(window.length()));
    }

    /** Each alert that joins begins a rolling window anew, up to a day after the first. */
    static Held joined(Service service, Held held, Instant now) {
        var window = of(service);
        var incident = held.incident();
        if (window == null || !window.rolls() || !incident.serviceId().equals(service.id())) {
            return held;
        }
        var end = now.plus(window.length());
        var latest = incident.createdAt().plus(GroupRule.LONGEST_WINDOW);
        return held.until(end.isBefore(latest) ? end : latest);
    }

    /** One key has one alert at a time: there is nothing to take in. */
    private static GroupRule.@Nullable Window of(Service service) {
        return service.group().by() == Grouping.ALERT ? null : service.group().window();
    }

    /** What the next incident of the group is, when the last one ended shortly before; null when it is something new. */
    static Incident.@Nullable Recurrence recurrence(Service service, Incident last, Instant now) {
        var ended = last.resolvedAt();
        var within = service.group().recurs();
        return within.isZero() || ended == null || ended.plus(within).isBefore(now)
                ? null
                : Incident.Recurrence.after(last);
    }
}
