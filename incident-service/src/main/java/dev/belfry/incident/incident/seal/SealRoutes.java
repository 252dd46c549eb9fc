package dev.belfry.incident.incident.seal;

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
import java.util.Optional;
import java.util.function.Supplier;

/** Checks of timelines over the API, and of one in the console. */
final class SealRoutes {
    private final SealStore store;
    private final IncidentStore incidents;
    private final Supplier<Future<Void>> begin;

    SealRoutes(SealStore store, IncidentStore incidents, Supplier<Future<Void>> begin) {
        this.store = store;
        this.incidents = incidents;
        this.begin = begin;
    }

    void on(Api api) {
        api.on("checkTimeline", Role.VIEWER, this::check)
                .on("getTimelineCheck", Role.VIEWER, call -> store.check().map(Reply::ok))
                .on(
                        "beginTimelineCheck",
                        Role.MANAGER,
                        call -> begin.get().compose(begun -> store.check()).map(Reply::accepted));
    }

    private Future<Reply> check(Call call) {
        return store.of(call.id("id")).map(found -> found.map(Reply::ok).orElseGet(NoIncident::reply));
    }

    void on(Console console) {
        console.get("/incidents/:number/timeline-check", Role.VIEWER, this::show);
    }

    private Future<Page> show(PageCall call) {
        return incidents
                .numbered(call.path("number"))
                .compose(held -> held.isEmpty()
                        ? Future.succeededFuture(Optional.<Seals>empty())
                        : store.of(held.get().incident().id()))
                .map(found -> found.map(seals -> new Page(
                                "Timeline of #" + seals.number(),
                                "incidents",
                                "timeline-check.jte",
                                Map.of("seals", seals)))
                        .orElseGet(NoIncident::page));
    }
}
