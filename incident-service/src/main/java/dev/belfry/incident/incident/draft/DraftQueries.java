package dev.belfry.incident.incident.draft;

import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.timeline.TimelineStore;
import io.vertx.core.Future;

/** Has a text drafted from the timeline of an incident; keeps nothing. */
public final class DraftQueries {
    private static final int LINES = 500;

    private final TimelineStore timeline;
    private final DraftClient client;

    public DraftQueries(TimelineStore timeline, DraftClient client) {
        this.timeline = timeline;
        this.client = client;
    }

    /** Whether somebody has set up an endpoint; without one no button is shown. */
    public boolean on() {
        return client.on();
    }

    public Future<Drafted> draft(DraftKind kind, Incident incident) {
        if (!on()) {
            return Future.succeededFuture(new Drafted.Off());
        }
        return timeline.newest(incident.id(), LINES)
                .compose(newest -> client.draft(Prompt.of(kind, incident, newest.reversed())));
    }
}
