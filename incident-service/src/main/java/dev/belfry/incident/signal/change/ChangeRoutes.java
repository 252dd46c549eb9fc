package dev.belfry.incident.signal.change;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.UUID;

/** Changes over the API. */
public final class ChangeRoutes {
    private final ChangeStore store;

    public ChangeRoutes(ChangeStore store) {
        this.store = store;
    }

    public void on(Api api) {
        api.on("listChanges", Role.VIEWER, this::list);
    }

    private Future<Reply> list(Call call) {
        var cursor = call.cursor();
        if (cursor != null && !cursor.matches("\\d{1,18}")) {
            return refused("query: cursor", "Take it from the Link header of the page before.");
        }
        var service = call.query("service");
        return store.list(
                        service == null ? null : UUID.fromString(service),
                        call.instant("since"),
                        cursor == null ? null : Long.valueOf(cursor),
                        call.limit() + 1)
                .map(found -> {
                    var page = found.subList(0, Math.min(found.size(), call.limit()));
                    var next = found.size() > page.size()
                            ? Long.toString(page.getLast().seq())
                            : null;
                    return Reply.list(call, page, next);
                });
    }

    private static Future<Reply> refused(String field, String reason) {
        return Future.succeededFuture(Reply.invalid(new Problem.Field(field, reason)));
    }
}
