package dev.belfry.notifier.directory;

import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.platform.events.Event;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The names of people, kept in memory from the directory topic. */
public final class Directory {
    private final Map<UUID, String> names = new ConcurrentHashMap<>();

    /** Takes one record of the topic; who has left keeps the name, since old pages still speak of them. */
    public void learn(Event event) {
        if (event.key().startsWith("user:") && !event.deleted()) {
            var user = event.as(UserEntry.class);
            names.put(user.id(), user.name());
        }
    }

    public String name(UUID user) {
        return names.getOrDefault(user, "an unknown person");
    }
}
