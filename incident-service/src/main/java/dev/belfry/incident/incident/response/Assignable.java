package dev.belfry.incident.incident.response;

import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.incident.lifecycle.Incident;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom an incident could be given to alone.
 *
 * @param note what to know of how they can be reached; empty when there is nothing to know
 * @param reachable whether a page can reach them at all
 */
public record Assignable(UUID id, String name, String note, boolean reachable) {
    private static Assignable of(Directory directory, UserEntry person) {
        return switch (Setup.Reach.of(directory.contactsOf(person.id()))) {
            case NONE -> new Assignable(person.id(), person.name(), "no contact method: cannot be paged", false);
            case UNVERIFIED -> new Assignable(person.id(), person.name(), "no contact method is verified", true);
            case VERIFIED -> new Assignable(person.id(), person.name(), "", true);
        };
    }

    static List<Assignable> named(Directory directory, String part, int limit) {
        return directory.activeNamed(part, limit).stream()
                .map(person -> of(directory, person))
                .toList();
    }

    /** Why an incident cannot be given to this person, and what to do; null when it can. */
    static @Nullable String hindrance(Directory directory, UUID id) {
        var person = directory.active(id);
        if (person == null) {
            return "There is no active person with this id. Choose somebody who can sign in.";
        }
        return of(directory, person).reachable()
                ? null
                : person.name() + " has no contact method, so no page would reach them."
                        + " Choose somebody else, or ask them to add a contact method to their profile.";
    }

    /** Why a test of this person's own pages nobody, and what to do; null when it reaches them. */
    static @Nullable String own(Directory directory, UUID id) {
        var person = directory.active(id);
        return person != null && of(directory, person).reachable()
                ? null
                : "You have no contact method, so no page would reach you. Add one under My notifications first.";
    }

    static Incident.Assignee of(Directory directory, UUID id) {
        return new Incident.Assignee(id, directory.nameOf(id));
    }
}
