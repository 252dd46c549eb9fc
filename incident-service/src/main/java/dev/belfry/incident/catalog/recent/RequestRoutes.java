package dev.belfry.incident.catalog.recent;

import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Live;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the open pages of integrations that something came. Any replica may have taken it in, so each looks for itself,
 * once a second and only for what somebody watches.
 */
public final class RequestRoutes {
    private final RequestStore store;
    private final Live live;
    private final Map<HttpServerResponse, UUID> readers = new ConcurrentHashMap<>();
    private final Map<UUID, Long> told = new ConcurrentHashMap<>();

    public RequestRoutes(RequestStore store, Live live) {
        this.store = store;
        this.live = live;
    }

    public void on(Console console, Router router) {
        router.get("/services/:service/integrations/:id/live").handler(context -> {
            var integration = Parsed.id(context.pathParam("id"));
            if (console.principal(context) == null) {
                context.response().setStatusCode(401).end();
            } else if (integration == null) {
                context.fail(404);
            } else {
                watch(console, context, integration);
            }
        });
    }

    /** Whoever has seen less than the others makes the next look tell it again. */
    private void watch(Console console, RoutingContext context, UUID integration) {
        var after = context.queryParams().get("after");
        long seen = Objects.requireNonNullElse(Parsed.number(after), -1L);
        readers.put(context.response(), integration);
        told.merge(integration, seen, Math::min);
        console.live(context, live);
    }

    /** Looks for what came. */
    public void look() {
        readers.keySet().removeIf(reader -> reader.ended() || reader.closed());
        var watched = Set.copyOf(readers.values());
        told.keySet().retainAll(watched);
        if (!watched.isEmpty()) {
            store.newest(watched).onSuccess(newest -> newest.forEach(this::tell));
        }
    }

    private void tell(UUID integration, long seq) {
        var before = told.get(integration);
        if (before != null && seq > before) {
            told.replace(integration, before, seq);
            live.send("request-" + integration, Long.toString(seq));
        }
    }
}
