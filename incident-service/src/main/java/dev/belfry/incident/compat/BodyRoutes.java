package dev.belfry.incident.compat;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;

/** How the bodies of other products' clients are read, and which status one that cannot be read comes to. */
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

    /** What the client got wrong; 500 when it is no fault of the client's. */
    public static int status(RoutingContext context) {
        int status = context.failure() instanceof HttpException http ? http.getStatusCode() : context.statusCode();
        return status >= 400 && status < 500 ? status : 500;
    }
}
