package dev.belfry.oncall.identity.access;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.TrustedProxies;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Knows who sent a request or a form, and from where. */
public final class CallerRoutes {
    private static final String ADDRESS = "belfry.address";

    private CallerRoutes() {}

    /** Notes the address of each request, before any other route sees it. */
    public static void mount(Router router, TrustedProxies proxies) {
        router.route().handler(context -> {
            var remote = context.request().remoteAddress();
            // A proxy that adds a header of its own beside a forged one is the last to speak.
            var hops = String.join(",", context.request().headers().getAll("X-Forwarded-For"));
            context.put(ADDRESS, proxies.client(remote == null ? null : remote.hostAddress(), hops));
            context.next();
        });
    }

    /** @param least what the operation needs, as it was bound */
    public static Caller of(Call call, Role least) {
        return new Caller(call.principal(), least, address(call.context()));
    }

    public static Caller of(PageCall call, Role least) {
        return new Caller(call.principal(), least, address(call.context()));
    }

    public static String address(RoutingContext context) {
        return context.get(ADDRESS, "unknown");
    }
}
