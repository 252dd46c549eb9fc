package dev.belfry.status.publication;

import dev.belfry.platform.console.Live;
import dev.belfry.platform.id.Sha256;
import dev.belfry.status.page.Changes;
import dev.belfry.status.page.StatusPage;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What customers read. A request is answered from memory: no database, no broker, no cookie.
 *
 * <pre>
 *   something changed (here: at once; elsewhere: seen within a second) ──▶ read ──▶ render ──▶ swap the images ──▶ tell
 *   those who follow live
 * </pre>
 */
public final class PublicRoutes implements Changes {
    private static final Logger LOG = LoggerFactory.getLogger(PublicRoutes.class);
    private static final long WATCH_MS = 1_000;
    private static final long SETTLE_MS = 20;
    private static final long PAUSE_MS = 200;
    private static final String CACHED = "public, max-age=5, stale-while-revalidate=60, stale-if-error=86400";

    private final PublicationQueries queries;
    private final Live live;
    private final String publicUrl;
    private final InstantSource clock;
    private final Vertx vertx;
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, PublicRoutes.class.getClassLoader(), "dev.belfry.status.pages");
    private final String css = resource("public/status.css");
    private final Buffer script = Buffer.buffer(resource("public/status.js"));
    private final String policy = "default-src 'none'; style-src 'sha256-" + sha256(css)
            + "'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";
    /** By slug, the oldest page first. */
    private volatile Map<String, PageImage> images = Map.of();

    private final AtomicBoolean settling = new AtomicBoolean();
    private volatile boolean refreshing;
    private volatile boolean again;

    public PublicRoutes(PublicationQueries queries, Live live, URI publicUrl, InstantSource clock, Vertx vertx) {
        this.queries = queries;
        this.live = live;
        this.publicUrl = publicUrl.toString().replaceAll("/+$", "");
        this.clock = clock;
        this.vertx = vertx;
    }

    public void mount(Router router) {
        router.get("/status.js")
                .handler(context -> context.response()
                        .putHeader("Content-Type", "text/javascript; charset=utf-8")
                        .putHeader("Cache-Control", "public, max-age=3600")
                        .end(script));
        router.get("/events").handler(live::attach);
        router.get("/").handler(context -> serve(context, host(context), ""));
        router.head("/").handler(context -> serve(context, host(context), ""));
        router.get("/api/v2/*").handler(context -> serve(context, host(context), rest(context, "/")));
        router.head("/api/v2/*").handler(context -> serve(context, host(context), rest(context, "/")));
        router.options("/api/v2/*")
                .handler(context -> cors(context.response()).setStatusCode(204).end());
        router.get("/p/:slug").handler(context -> serve(context, slug(context), ""));
        router.get("/p/:slug/*")
                .handler(context ->
                        serve(context, slug(context), rest(context, "/p/" + context.pathParam("slug") + "/")));
    }

    private static String rest(RoutingContext context, String prefix) {
        return context.normalizedPath().substring(prefix.length());
    }

    private @Nullable PageImage slug(RoutingContext context) {
        return images.get(String.valueOf(context.pathParam("slug")));
    }

    /** The page of this host name, else the oldest. */
    private @Nullable PageImage host(RoutingContext context) {
        var authority = context.request().authority();
        PageImage oldest = null;
        for (var image : images.values()) {
            if (authority != null && image.domain().equalsIgnoreCase(authority.host())) {
                return image;
            }
            oldest = oldest == null ? image : oldest;
        }
        return oldest;
    }

    private void serve(RoutingContext context, @Nullable PageImage image, String name) {
        var document = image == null ? null : image.documents().get(name);
        if (document == null) {
            context.fail(404);
            return;
        }
        var response = cors(context.response())
                .putHeader("ETag", document.etag())
                .putHeader("Cache-Control", CACHED)
                .putHeader("Vary", "Accept-Encoding")
                .putHeader("X-Content-Type-Options", "nosniff");
        if (document.etag().equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", document.mediaType());
        if (document.mediaType().startsWith("text/html")) {
            response.putHeader("Content-Security-Policy", policy).putHeader("Referrer-Policy", "no-referrer");
        }
        var accepts = context.request().getHeader("Accept-Encoding");
        boolean packed = accepts != null && accepts.contains("gzip");
        response.putHeader("Content-Encoding", packed ? "gzip" : "identity");
        response.end(packed ? document.gzip() : document.plain());
    }

    private static HttpServerResponse cors(HttpServerResponse response) {
        return response.putHeader("Access-Control-Allow-Origin", "*");
    }

    @Override
    public void changed() {
        // Several changes of one moment, and the commit that is just under way, become one image.
        if (settling.compareAndSet(false, true)) {
            vertx.setTimer(SETTLE_MS, settled -> {
                settling.set(false);
                refresh();
            });
        }
    }

    /** The first images, and from then on a look every second at what other replicas changed. */
    public void startWatching() {
        refresh();
        vertx.setPeriodic(WATCH_MS, look -> refresh());
    }

    private void refresh() {
        if (refreshing) {
            again = true;
            return;
        }
        refreshing = true;
        again = false;
        queries.pages()
                .compose(pages -> {
                    var next = new LinkedHashMap<String, PageImage>();
                    Future<Void> all = Future.succeededFuture();
                    for (var page : pages) {
                        all = all.compose(before -> image(page)).map(image -> {
                            next.put(page.slug(), image);
                            return null;
                        });
                    }
                    return all.map(next);
                })
                .onComplete(made -> {
                    if (made.succeeded()) {
                        swap(made.result());
                    } else {
                        LOG.atWarn().setCause(made.cause()).log("the images stay as they are");
                    }
                    // In a storm of changes the page is made anew a few times a second, not for each of them.
                    vertx.setTimer(PAUSE_MS, paused -> {
                        refreshing = false;
                        if (again) {
                            refresh();
                        }
                    });
                });
    }

    private Future<PageImage> image(StatusPage page) {
        var current = images.get(page.slug());
        if (current != null && current.revision() == page.revision()) {
            return Future.succeededFuture(current);
        }
        return queries.publication(page).map(this::render);
    }

    private PageImage render(Publication publication) {
        var page = publication.page();
        var url = page.domain() == null ? publicUrl + "/p/" + page.slug() : "https://" + page.domain();
        var json = new HashMap<String, String>();
        new StatuspageJson(publication, url).documents().forEach((name, document) -> json.put(name, document.encode()));
        var html = new StringOutput();
        Map<String, Object> params =
                Map.of("publication", publication, "css", css, "madeAt", clock.instant(), "zone", page.timeZone());
        templates.render("status.jte", params, html);
        return PageImage.of(publication, html.toString(), json);
    }

    private void swap(Map<String, PageImage> next) {
        var before = images;
        images = next;
        next.forEach((slug, image) -> {
            var old = before.get(slug);
            if (old != null && old.revision() != image.revision()) {
                live.send(
                        "update",
                        new JsonObject()
                                .put("page", slug)
                                .put("revision", image.revision())
                                .encode());
            }
        });
    }

    /** Readers who follow live are sent to another replica. */
    public Future<Void> close() {
        return live.close();
    }

    private static String resource(String name) {
        try (var in = PublicRoutes.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String sha256(String text) {
        return Base64.getEncoder().encodeToString(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
