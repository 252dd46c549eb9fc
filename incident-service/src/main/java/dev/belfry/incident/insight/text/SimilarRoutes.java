package dev.belfry.incident.insight.text;

import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
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
                        ? Future.succeededFuture(NoIncident.reply())
                        : similar.of(found.get().incident()).map(all -> Reply.list(call, all, null)));
    }

    private Future<Page> show(PageCall call) {
        var number = call.path("number");
        return incidents
                .numbered(number)
                .compose(held -> held.isEmpty()
                        ? Future.succeededFuture(NoIncident.page())
                        : similar.of(held.get().incident())
                                .map(all -> new Page(
                                        "Similar to #" + number,
                                        "incidents",
                                        "similar.jte",
                                        Map.of("number", number, "similar", all))));
    }
}
