package dev.belfry.oncall.identity.access;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.http.Call;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;

/** Tells who sent a request or a form. */
public final class CallerRoutes {
    private CallerRoutes() {}

    /** @param least what the operation needs, as it was bound */
    public static Caller of(Call call, Role least) {
        return new Caller(call.principal(), least, address(call.context()));
    }

    public static Caller of(PageCall call, Role least) {
        return new Caller(call.principal(), least, address(call.context()));
    }

    public static String address(RoutingContext context) {
        SocketAddress remote = context.request().remoteAddress();
        String host = remote == null ? null : remote.hostAddress();
        return ClientAddress.of(host, context.request().getHeader("X-Forwarded-For"));
    }
}
