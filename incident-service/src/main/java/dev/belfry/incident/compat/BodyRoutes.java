package dev.belfry.incident.compat;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** How the bodies of other products' clients are read. */
public final class BodyRoutes {
    private BodyRoutes() {}

    /** Reads what is sent to change something; what comes with a question belongs to no answer, whatever it is called. */
    public static Handler<RoutingContext> upTo(long maxBytes) {
        var read = BodyHandler.create(false).setBodyLimit(maxBytes);
        return context -> {
            var method = context.request().method();
            if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
                context.next();
            } else {
                read.handle(context);
            }
        };
    }
}
