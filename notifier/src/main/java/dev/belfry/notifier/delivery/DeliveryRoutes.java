package dev.belfry.notifier.delivery;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /deliveries}: what became of pages, without any address. */
public final class DeliveryRoutes {
    private final DeliveryListStore store;

    public DeliveryRoutes(Database database) {
        this.store = new DeliveryListStore(database);
    }

    public void mount(Api api) {
        api.on("listDeliveries", Role.VIEWER, this::list);
    }

    private Future<Reply> list(Call call) {
        Cursor after = null;
        var cursor = call.cursor();
        if (cursor != null) {
            after = Cursor.read(cursor);
            if (after == null) {
                return Future.succeededFuture(
                        Reply.invalid(new Problem.Field("query: cursor", "must be the cursor of a Link header")));
            }
        }
        int limit = call.limit();
        return store.list(
                        new DeliveryListStore.Filter(
                                uuid(call, "incident"),
                                uuid(call, "user"),
                                call.query("status"),
                                call.query("channel")),
                        after,
                        limit + 1)
                .map(found -> {
                    if (found.size() <= limit) {
                        return Reply.list(call, found, null);
                    }
                    var last = found.get(limit - 1);
                    return Reply.list(call, found.subList(0, limit), new Cursor(last.createdAt(), last.id()).text());
                });
    }

    private static @Nullable UUID uuid(Call call, String parameter) {
        var value = call.query(parameter);
        return value == null ? null : UUID.fromString(value);
    }
}
