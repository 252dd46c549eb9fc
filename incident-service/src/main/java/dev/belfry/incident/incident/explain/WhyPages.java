package dev.belfry.incident.incident.explain;

import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** "Why was I paged?" in the console. */
public final class WhyPages {
    private final ExplainQueries queries;
    private final IncidentStore incidents;

    public WhyPages(ExplainQueries queries, IncidentStore incidents) {
        this.queries = queries;
        this.incidents = incidents;
    }

    public void on(Console console) {
        console.get("/incidents/:number/why", Role.VIEWER, this::why);
    }

    private Future<Page> why(PageCall call) {
        return incidents.numbered(call.path("number")).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(NoIncident.page());
            }
            var incident = found.get().incident();
            return queries.incident(incident).map(explanation -> {
                Map<String, Object> params = new HashMap<>();
                params.put("explanation", explanation);
                params.put("incident", incident);
                return new Page("#" + incident.number() + ": why was I paged?", "incidents", "why.jte", params);
            });
        });
    }
}
