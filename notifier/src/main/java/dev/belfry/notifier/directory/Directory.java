package dev.belfry.notifier.directory;

import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.platform.events.Event;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** People's names, and who of them is active, kept in memory from the directory topic. */
public final class Directory {
    private final Map<UUID, UserEntry> people = new ConcurrentHashMap<>();

    /** Takes one record of the topic; who has left keeps the name, since old pages still speak of them. */
    public void learn(Event event) {
        if (event.key().startsWith("user:") && !event.deleted()) {
            var user = event.as(UserEntry.class);
            people.put(user.id(), user);
        }
    }

    public String name(UUID user) {
        var known = people.get(user);
        return known == null ? "an unknown person" : known.name();
    }

    /** By which somebody reads the clock; UTC for whom nothing is known, or whose zone this JDK does not know. */
    public ZoneId zone(UUID user) {
        var known = people.get(user);
        try {
            return known == null ? ZoneOffset.UTC : ZoneId.of(known.timeZone());
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }

    /** True for somebody of whom it is known. */
    public boolean isDeactivated(UUID user) {
        var known = people.get(user);
        return known != null && !known.active();
    }
}
