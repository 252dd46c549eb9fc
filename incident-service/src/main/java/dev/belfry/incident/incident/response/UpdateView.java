package dev.belfry.incident.incident.response;

import dev.belfry.contracts.directory.StatusPageEntry;
import dev.belfry.incident.incident.draft.Drafted;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The form of an update, as it is shown.
 *
 * @param working how many responders it would go to
 * @param drafting whether a model can draft it
 * @param drafted what a model has drafted; null when it was not asked
 */
public record UpdateView(
        UpdatePages.Form form,
        int working,
        List<Team> teams,
        List<StatusPageEntry> pages,
        boolean drafting,
        @Nullable Drafted drafted) {

    /** Whether it is for customers and for nobody else. */
    public boolean customers() {
        return form.post().on() && !form.responders() && form.teams().isEmpty();
    }

    /** A team that an update can go to. */
    public record Team(UUID id, String name, int people, boolean chosen) {}
}
