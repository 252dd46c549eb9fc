package dev.belfry.oncall.identity.directory;

import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.platform.events.Event;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Who can be reached, kept in memory from the directory topic. */
public final class ContactStatuses {
    private final Map<UUID, ContactStatusEntry> statuses = new ConcurrentHashMap<>();

    /** How sure it is that a page reaches somebody. */
    public enum Reach {
        VERIFIED,
        /** There are contact methods, and nobody has shown that they work. */
        UNVERIFIED,
        /** There is no contact method in use. */
        NONE
    }

    /** Takes one record of the topic. */
    public void learn(Event event) {
        if (event.key().startsWith("contact-status:") && !event.deleted()) {
            ContactStatusEntry status = event.as(ContactStatusEntry.class);
            statuses.put(status.userId(), status);
        }
    }

    public Reach reach(UUID person) {
        ContactStatusEntry status = statuses.get(person);
        if (status == null || status.methods() == 0) {
            return Reach.NONE;
        }
        return status.verified() > 0 ? Reach.VERIFIED : Reach.UNVERIFIED;
    }
}
