package dev.belfry.incident.incident.lifecycle;

import dev.belfry.platform.console.Page;
import dev.belfry.platform.http.Reply;
import java.util.Map;

/** What those read who ask for an incident that there is not. */
public final class NoIncident {
    private NoIncident() {}

    public static Page page() {
        return new Page(404, "No such incident", "incidents", "missing.jte", Map.of());
    }

    public static Reply reply() {
        return Reply.notFound("incident", "/api/v1/incidents");
    }
}
