package dev.belfry.incident.incident.explain;

import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;

/** Explanations over the API. */
public final class ExplainRoutes {
    private final ExplainQueries queries;
    private final IncidentStore incidents;

    public ExplainRoutes(ExplainQueries queries, IncidentStore incidents) {
        this.queries = queries;
        this.incidents = incidents;
    }

    public void on(Api api) {
        api.on("explainAlert", Role.VIEWER, this::alert).on("explainIncident", Role.VIEWER, this::incident);
    }

    private Future<Reply> alert(Call call) {
        return queries.alert(call.id("id"))
                .map(found -> found.map(Reply::ok).orElseGet(() -> Reply.notFound("alert", "/api/v1/alerts")));
    }

    private Future<Reply> incident(Call call) {
        return incidents
                .find(call.id("id"))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(NoIncident.reply())
                        : queries.incident(found.get().incident()).map(Reply::ok));
    }
}
