package dev.belfry.oncall.identity.directory;

import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.platform.events.Event;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

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

    /** Who stands so; not for {@link Reach#NONE}, since those who never had a contact method are not known. */
    public Set<UUID> those(Reach reach) {
        return statuses.keySet().stream().filter(one -> reach(one) == reach).collect(Collectors.toSet());
    }

    /** Who has a contact method, verified or not. */
    public Set<UUID> reached() {
        return statuses.keySet().stream()
                .filter(one -> reach(one) != Reach.NONE)
                .collect(Collectors.toSet());
    }

    public Reach reach(UUID person) {
        ContactStatusEntry status = statuses.get(person);
        if (status == null || status.methods() == 0) {
            return Reach.NONE;
        }
        return status.verified() > 0 ? Reach.VERIFIED : Reach.UNVERIFIED;
    }
}
