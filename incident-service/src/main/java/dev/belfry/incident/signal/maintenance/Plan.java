package dev.belfry.incident.signal.maintenance;

import dev.belfry.incident.signal.silence.Matcher;
import java.util.List;
import java.util.UUID;

/**
 * What people say of a window: what it is for, whose alerts it holds back, and when.
 *
 * @param services whose alerts; empty for those of every service but Belfry's own, which need matchers then
 * @param matchers conditions that must all hold besides; empty for every alert of the services
 */
public record Plan(String name, String description, List<UUID> services, List<Matcher> matchers, Timetable timetable) {
    public static final int LONGEST_NAME = 200;
    public static final int LONGEST_DESCRIPTION = 2_000;
    public static final int MOST_SERVICES = 50;

    public Plan {
        services = List.copyOf(services);
        matchers = List.copyOf(matchers);
    }
}
