package dev.belfry.incident.signal.alert;

import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;

/** Alerts over the API. */
public final class AlertRoutes {
    private final AlertStore store;

    public AlertRoutes(AlertStore store) {
        this.store = store;
    }

    public void on(Api api) {
        api.on("listAlerts", Role.VIEWER, this::list).on("getAlert", Role.VIEWER, this::show);
    }

    private Future<Reply> list(Call call) {
        var cursor = call.cursor();
        if (cursor != null && !cursor.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return Future.succeededFuture(Reply.invalid(
                    new Problem.Field("query: cursor", "Take it from the Link header of the page before.")));
        }
        return store.list(
                        Parsed.id(call.query("service")),
                        Parsed.id(call.query("incident")),
                        call.query("status"),
                        Parsed.id(cursor),
                        call.limit() + 1)
                .map(found -> {
                    var page = found.subList(0, Math.min(found.size(), call.limit()));
                    var next = found.size() > page.size() ? page.getLast().id().toString() : null;
                    return Reply.list(call, page, next);
                });
    }

    private Future<Reply> show(Call call) {
        return store.find(call.id("id"))
                .map(found -> found.map(Reply::ok).orElseGet(() -> Reply.notFound("alert", "/api/v1/alerts")));
    }
}
