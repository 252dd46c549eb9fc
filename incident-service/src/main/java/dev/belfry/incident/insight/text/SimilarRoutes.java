package dev.belfry.incident.insight.text;

import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.Map;

/** Earlier incidents that are like one, over the API and beside it on its page. */
public final class SimilarRoutes {
    private final IncidentStore incidents;
    private final SimilarQueries similar;

    public SimilarRoutes(IncidentStore incidents, SimilarQueries similar) {
        this.incidents = incidents;
        this.similar = similar;
    }

    public void on(Api api) {
        api.on("listSimilarIncidents", Role.VIEWER, this::list);
    }

    public void on(Console console) {
        console.get("/incidents/:number/similar", Role.VIEWER, this::show);
    }

    private Future<Reply> list(Call call) {
        return incidents
                .find(call.id("id"))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Reply.notFound("incident", "/api/v1/incidents"))
                        : similar.of(found.get().incident()).map(all -> Reply.list(call, all, null)));
    }

    private Future<Page> show(PageCall call) {
        var number = call.path("number");
        var found = number.matches("\\d{1,18}") ? incidents.find(Long.parseLong(number)) : null;
        return found == null
                ? Future.succeededFuture(missing())
                : found.compose(held -> held.isEmpty()
                        ? Future.succeededFuture(missing())
                        : similar.of(held.get().incident())
                                .map(all -> new Page(
                                        "Similar to #" + number,
                                        "incidents",
                                        "similar.jte",
                                        Map.of("number", number, "similar", all))));
    }

    private static Page missing() {
        return new Page(404, "No such incident", "incidents", "missing.jte", Map.of());
    }
}
