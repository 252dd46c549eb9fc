package dev.belfry.status.publication;

import dev.belfry.platform.console.Live;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What customers read. A request is answered from memory: no database, no broker, no cookie. */
public final class PublicRoutes {
    private static final String CACHED =
            "public, max-age=5, s-maxage=10, stale-while-revalidate=60, stale-if-error=86400";

    private final ImageCommands images;
    private final Live live;
    private final Buffer script = Buffer.buffer(StatusTemplate.resource("public/status.js"));
    private final String policy;
    private final String nowhere;
    private final String elsewhere;

    public PublicRoutes(ImageCommands images, StatusTemplate template, Live live) {
        this.images = images;
        this.live = live;
        this.policy = template.contentSecurityPolicy();
        this.nowhere = template.missing(false);
        this.elsewhere = template.missing(true);
    }

    public void mount(Router router) {
        router.get("/status.js")
                .handler(context -> context.response()
                        .putHeader("Content-Type", "text/javascript; charset=utf-8")
                        .putHeader("Cache-Control", "public, max-age=3600")
                        .end(script));
        router.get("/events").handler(live::attach);
        router.get("/").handler(context -> serve(context, host(context), ""));
        for (var name :
                List.of("history", "history.rss", "history.atom", "calendar.ics", "badge.svg", "shields.json")) {
            router.get("/" + name).handler(context -> serve(context, host(context), name));
        }
        for (var below : List.of("history", "incidents")) {
            router.get("/" + below + "/*").handler(context -> serve(context, host(context), rest(context, "/")));
        }
        router.get("/api/v2/*").handler(context -> serve(context, host(context), rest(context, "/")));
        router.options("/api/v2/*")
                .handler(context -> cors(context.response()).setStatusCode(204).end());
        router.get("/p/:slug").handler(context -> serve(context, slug(context), ""));
        router.get("/p/:slug/*")
                .handler(context ->
                        serve(context, slug(context), rest(context, "/p/" + context.pathParam("slug") + "/")));
    }

    /** What nobody else answers is an address of the public page, but for those of the console and the API. */
    public void mountLast(Router router) {
        router.get().last().handler(context -> {
            var path = context.normalizedPath();
            if (path.equals("/status") || path.startsWith("/status/") || path.startsWith("/api/")) {
                context.next();
            } else {
                missing(context);
            }
        });
    }

    private void missing(RoutingContext context) {
        var accept = context.request().getHeader("Accept");
        if (accept == null || !accept.contains("text/html")) {
            context.fail(404);
            return;
        }
        var own = host(context);
        context.response()
                .setStatusCode(404)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", policy)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .end(own == null ? nowhere : elsewhere);
    }

    private static String rest(RoutingContext context, String prefix) {
        return context.normalizedPath().substring(prefix.length());
    }

    private @Nullable PageImage slug(RoutingContext context) {
        return images.bySlug(String.valueOf(context.pathParam("slug")));
    }

    private @Nullable PageImage host(RoutingContext context) {
        var authority = context.request().authority();
        return images.byHost(authority == null ? null : authority.host());
    }

    private void serve(RoutingContext context, @Nullable PageImage image, String name) {
        var document = image == null ? null : image.documents().get(name);
        if (document == null) {
            missing(context);
            return;
        }
        boolean packed = Negotiation.takesGzip(context.request().getHeader("Accept-Encoding"));
        var body = packed ? document.gzip() : document.plain();
        var response = cors(context.response())
                .putHeader("ETag", body.etag())
                .putHeader("Cache-Control", CACHED)
                .putHeader("Vary", "Accept-Encoding")
                .putHeader("X-Content-Type-Options", "nosniff");
        if (Negotiation.has(context.request().getHeader("If-None-Match"), body.etag())) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", document.source().mediaType());
        if (document.source().mediaType().startsWith("text/html")) {
            response.putHeader("Content-Security-Policy", policy).putHeader("Referrer-Policy", "no-referrer");
        }
        response.putHeader("Content-Encoding", packed ? "gzip" : "identity");
        // Said of what is left out, too: the server counts nothing where there is no body.
        response.putHeader("Content-Length", Integer.toString(body.bytes().length()));
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(body.bytes());
        }
    }

    private static HttpServerResponse cors(HttpServerResponse response) {
        return response.putHeader("Access-Control-Allow-Origin", "*");
    }
}
