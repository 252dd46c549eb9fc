package dev.belfry.platform.run;

import dev.belfry.platform.health.Warnings;
import dev.belfry.platform.zone.TimeZoneRules;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The two ports of a service: the one for everybody, and the management port for health and metrics. */
final class Doors {
    private static final Duration OPEN = Duration.ofSeconds(10);
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_FORM_FIELD = 256 * 1024;
    private static final int MAX_FORM_FIELDS = 2_000;

    private final Vertx vertx;
    private final HostSettings settings;
    private final PrometheusMeterRegistry metrics;
    private final AtomicBoolean ready;
    private final Warnings warnings;
    private final AtomicInteger httpPort = new AtomicInteger();
    private volatile Supplier<List<String>> troubles = List::of;
    private volatile @Nullable HttpServer management;
    private volatile @Nullable String deployment;

    Doors(Vertx vertx, HostSettings settings, PrometheusMeterRegistry metrics, AtomicBoolean ready, Warnings warnings) {
        this.vertx = vertx;
        this.settings = settings;
        this.metrics = metrics;
        this.ready = ready;
        this.warnings = warnings;
    }

    void readyUnless(Supplier<List<String>> found) {
        troubles = found;
    }

    void openManagement() {
        management = Host.await(
                vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                        .connectionHandler(SlowSenders::watch)
                        .requestHandler(this::manage)
                        .listen(settings.managementPort(), settings.bind()),
                OPEN);
    }

    private void manage(HttpServerRequest request) {
        switch (request.path()) {
            // Live says only that the event loop turns: it never asks a dependency.
            case "/health/live" -> request.response().end("live\n");
            case "/health/ready" -> readiness(request.response());
            case "/metrics" ->
                request.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.scrape());
            default -> request.response().setStatusCode(404).end();
        }
    }

    /** A warning does not make a replica unready: sending its readers elsewhere would mend nothing. */
    private void readiness(HttpServerResponse response) {
        var wrong = ready.get() ? troubles.get() : List.of("not ready");
        var lines = new ArrayList<>(wrong.isEmpty() ? List.of("ready") : wrong);
        warnings.lines().forEach(line -> lines.add("warning: " + line));
        lines.add("time zone rules: " + TimeZoneRules.version() + ", " + TimeZoneRules.source());
        response.setStatusCode(wrong.isEmpty() ? 200 : 503).end(String.join("\n", lines) + "\n");
    }

    /** One server per event loop on one port. */
    void openHttp(Router router, boolean compression) {
        var options = new HttpServerOptions()
                .setHost(settings.bind())
                // -1: the same free port for all instances; 0 would give each its own.
                .setPort(settings.httpPort() == 0 ? -1 : settings.httpPort())
                .setReuseAddress(true)
                .setCompressionSupported(compression)
                // Nobody speaks WebSocket here; looking for it costs something with each request.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                // A request that offers to switch to HTTP/2, and not in full, would never be answered.
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(MAX_HEADERS)
                // Some clients send no body before they are told to go on.
                .setHandle100ContinueAutomatically(true)
                // A long note is one field; how large a whole form may be is the console's bound.
                .setMaxFormAttributeSize(MAX_FORM_FIELD)
                .setMaxFormFields(MAX_FORM_FIELDS)
                .setIdleTimeout(75)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        deployment = Host.await(
                vertx.deployVerticle(
                        () -> new Listener(options, router, httpPort),
                        new DeploymentOptions().setInstances(settings.eventLoops())),
                OPEN);
    }

    /** What was sent has no beginning or no end as HTTP has them, so no router sees it; the connection ends with the answer. */
    private static void unreadable(HttpServerRequest request) {
        var cause = request.decoderResult().cause();
        int status = cause instanceof TooLongHttpLineException
                ? 414
                : cause instanceof TooLongHttpHeaderException ? 431 : 400;
        var detail = switch (status) {
            case 414 -> "The address of the request is too long.";
            case 431 -> "The headers of the request are too large.";
            default -> "The request is not HTTP.";
        };
        refuse(request.response().putHeader("Connection", "close"), status, detail)
                .onComplete(sent -> request.connection().close());
    }

    static Future<Void> refuse(HttpServerResponse response, int status, String detail) {
        var problem = new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail);
        return response.setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(problem.toBuffer());
    }

    void pause(Duration length) {
        var over = Promise.<Void>promise();
        vertx.setTimer(Math.max(1, length.toMillis()), done -> over.complete());
        Host.await(over.future(), length.plusSeconds(5));
    }

    /** Requests in flight get their answer before this succeeds. */
    Future<Void> closeHttp() {
        var deployed = deployment;
        return deployed == null ? Future.succeededFuture() : vertx.undeploy(deployed);
    }

    int httpPort() {
        return httpPort.get();
    }

    int managementPort() {
        var server = management;
        return server == null ? 0 : server.actualPort();
    }

    /** The HTTP server of one event loop. */
    private static final class Listener extends VerticleBase {
        private final HttpServerOptions options;
        private final Router router;
        private final AtomicInteger port;
        private @Nullable HttpServer server;

        Listener(HttpServerOptions options, Router router, AtomicInteger port) {
            this.options = options;
            this.router = router;
            this.port = port;
        }

        @Override
        public Future<?> start() {
            return vertx.createHttpServer(options)
                    .connectionHandler(SlowSenders::watch)
                    .requestHandler(router)
                    .invalidRequestHandler(Doors::unreadable)
                    .listen()
                    .onSuccess(listening -> {
                        server = listening;
                        port.set(listening.actualPort());
                    });
        }

        @Override
        public Future<?> stop() {
            return server == null ? Future.succeededFuture() : server.shutdown(5, TimeUnit.SECONDS);
        }
    }
}
