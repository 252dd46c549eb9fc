package dev.belfry.oncall.identity.profile;

import java.time.Duration;
import java.util.List;

/** How long before a shift one may be reminded of it; several are one reminder each, none is none. */
public final class Reminders {
    public static final List<Duration> CHOICES =
            List.of(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(12), Duration.ofHours(24));
    public static final Duration LONGEST = CHOICES.getLast();

    private Reminders() {}

    /** As people say it: {@code 15 minutes}, {@code 1 hour}. */
    public static String words(Duration before) {
        long hours = before.toHours();
        return hours == 0 ? before.toMinutes() + " minutes" : hours + (hours == 1 ? " hour" : " hours");
    }
}
