package dev.belfry.ingest.alertmanager;

import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.ingest.forward.IncidentClient;
import dev.belfry.ingest.intake.DoorRoutes;
import dev.belfry.ingest.intake.IntakeCommands;
import dev.belfry.ingest.intake.PieceCommands;
import dev.belfry.ingest.key.Credentials;
import dev.belfry.ingest.key.RoutingKeys;
import dev.belfry.ingest.source.Answer;
import dev.belfry.ingest.source.Incoming;
import dev.belfry.ingest.source.Minting;
import dev.belfry.ingest.source.Normalised;
import dev.belfry.ingest.source.PrometheusAlerts;
import dev.belfry.ingest.source.Refusal;
import dev.belfry.ingest.source.Source;
import dev.belfry.platform.id.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An Alertmanager to those who send to one: {@code /alertmanager/KEY/api/v2/…}, or without the prefix with the key as
 * Bearer token or as user or password of Basic authentication. What is posted is made durable here; what is asked about
 * alerts and silences goes to their owner.
 */
public final class AlertmanagerRoutes {
    private static final String FORMAT = "prometheus";
    private static final String OWNER = "/alertmanager";

    private final RoutingKeys keys;
    private final DoorRoutes door;
    private final IntakeCommands commands;
    private final PieceCommands pieces;
    private final IncidentClient incidents;
    private final Ids ids;
    private final InstantSource clock;

    public AlertmanagerRoutes(
            RoutingKeys keys,
            DoorRoutes door,
            IntakeCommands commands,
            PieceCommands pieces,
            IncidentClient incidents,
            Ids ids,
            InstantSource clock) {
        this.keys = keys;
        this.door = door;
        this.commands = commands;
        this.pieces = pieces;
        this.incidents = incidents;
        this.ids = ids;
        this.clock = clock;
    }

    public void mount(Router router) {
        // Asked first: what Prometheus posts would else be compared with the patterns of all other senders.
        router.post("/alertmanager/:key/api/v2/alerts").order(-1).handler(this::receive);
        for (var prefix : new String[] {"", "/alertmanager", "/alertmanager/:key"}) {
            for (var word : new String[] {"healthy", "ready"}) {
                router.route(HttpMethod.GET, prefix + "/-/" + word).handler(context -> door.answer(context, ok()));
                router.route(HttpMethod.HEAD, prefix + "/-/" + word).handler(context -> door.answer(context, ok()));
            }
            router.post(prefix + "/-/reload")
                    .handler(context -> door.answer(context, new Answer(200, "", null, Map.of())));
            router.route(prefix + "/api/v2/*").handler(this::receive);
            router.route(prefix + "/api/v1/*").handler(context -> door.answer(context, gone()));
        }
    }

    private static Answer ok() {
        return new Answer(200, "text/plain; charset=utf-8", "OK", Map.of());
    }

    private static Answer gone() {
        return Answer.json(
                410,
                Map.of(
                        "status",
                        "deprecated",
                        "error",
                        "The Alertmanager v1 API was deprecated in version 0.16.0 and is removed as of version 0.27.0"
                                + " - please use the equivalent route in the v2 API"));
    }

    private void receive(RoutingContext context) {
        int max = isPostOfAlerts(context) ? Source.LARGE : Source.SMALL;
        door.read(context, max, refusal -> refuse(context, refusal), body -> {
            var key = Objects.requireNonNullElse(key(context), "");
            door.known(
                    context,
                    key,
                    () -> keys.find(key),
                    integration -> take(context, integration, key, body),
                    () -> refuse(context, new Refusal.UnknownKey()));
        });
    }

    private void take(RoutingContext context, IntegrationEntry integration, String key, Buffer body) {
        var path = context.normalizedPath();
        int version = path.indexOf("/api/v2/");
        if (version < 0) {
            // The router takes the bare /api/v2 for it, too.
            context.fail(404);
            return;
        }
        var rest = path.substring(version);
        if (isPostOfAlerts(context)) {
            post(context, integration, key, body);
        } else {
            var query = context.request().query();
            incidents.hand(
                    context,
                    OWNER + rest + (query == null ? "" : "?" + query),
                    key,
                    body,
                    null,
                    away -> refuse(context, new Refusal.Busy()));
        }
    }

    private static boolean isPostOfAlerts(RoutingContext context) {
        var path = context.normalizedPath();
        return context.request().method().equals(HttpMethod.POST)
                && (path.endsWith("/api/v2/alerts") || path.endsWith("/api/v2/alerts/"));
    }

    private void post(RoutingContext context, IntegrationEntry integration, String key, Buffer body) {
        long start = System.nanoTime();
        var request = context.request();
        var complaint = negotiation(
                Objects.requireNonNullElse(request.getHeader(HttpHeaders.CONTENT_TYPE), ""),
                Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT), ""));
        if (complaint != null) {
            door.answer(context, complaint);
            return;
        }
        var incoming = new Incoming(
                "POST",
                key,
                integration,
                body,
                name -> Objects.requireNonNullElse(request.getHeader(name), ""),
                name -> "");
        if (body.length() > Source.SMALL) {
            postLarge(context, integration, incoming, start);
            return;
        }
        var posted = PrometheusAlerts.read(incoming, new Minting(ids::next, clock.instant()));
        if (posted.alerts().isEmpty()) {
            answer(context, posted.complaint());
            return;
        }
        // The answer alone waits: the alerts need not stay in memory until they are durable.
        var complained = posted.complaint();
        commands.keep(
                        ids.next(),
                        integration,
                        FORMAT,
                        incoming.text(),
                        Normalised.Accepted.alerts(key, posted.alerts()))
                .onComplete(kept -> {
                    if (kept.failed()) {
                        refuse(context, new Refusal.Busy());
                        return;
                    }
                    door.accepted(context, FORMAT, kept.result(), start);
                    answer(context, complained);
                });
    }

    private void postLarge(RoutingContext context, IntegrationEntry integration, Incoming incoming, long start) {
        pieces.keep(
                        incoming,
                        "",
                        integration,
                        FORMAT,
                        piece -> {
                            var posted = PrometheusAlerts.read(piece, new Minting(ids::next, clock.instant()));
                            return new PieceCommands.Said(posted.alerts(), posted.complaint());
                        },
                        () -> context.response().closed())
                .onSuccess(kept -> {
                    if (kept.isEmpty()) {
                        answer(context, PrometheusAlerts.notAList());
                        return;
                    }
                    door.accepted(context, FORMAT, kept.get().durability(), start);
                    answer(context, kept.get().complaint());
                })
                .onFailure(busy -> refuse(context, new Refusal.Busy()));
    }

    private void answer(RoutingContext context, @Nullable Answer complaint) {
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        door.answer(context, complaint == null ? new Answer(200, "", null, Map.of()) : complaint);
    }

    /** Alertmanager itself minds these two, and clients rely on it to find their mistakes. */
    private static @Nullable Answer negotiation(String contentType, String accept) {
        var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals("application/json")) {
            return framework(
                    415, "unsupported media type \"" + type + "\", only [application/json] are allowed", Map.of());
        }
        if (!accept.isEmpty() && !accept.contains("*/*") && !accept.contains("application/")) {
            return framework(406, "unsupported media type requested, only [application/json] are available", Map.of());
        }
        return null;
    }

    private static Answer framework(int status, String message, Map<String, String> headers) {
        return new Answer(status, "application/json", Map.of("code", status, "message", message), headers);
    }

    private void refuse(RoutingContext context, Refusal refusal) {
        door.refused(context, FORMAT, refusal);
        door.answer(
                context,
                switch (refusal) {
                    case Refusal.UnknownKey unknown ->
                        framework(
                                401,
                                "no integration has this routing key: give it in the path, as Bearer token or as Basic user",
                                Map.of("WWW-Authenticate", "Basic realm=\"belfry\""));
                    case Refusal.TooLarge large ->
                        framework(413, "the body must not be larger than " + large.maxBytes() + " bytes", Map.of());
                    case Refusal.Busy busy ->
                        framework(503, "it could not be made durable, or not be asked: try again", Map.of());
                    case Refusal.TooSlow slow -> framework(408, "the body did not come in time", Map.of());
                    default -> framework(400, "the body cannot be read", Map.of());
                });
    }

    private static @Nullable String key(RoutingContext context) {
        var inPath = context.pathParam("key");
        if (inPath != null) {
            return inPath;
        }
        return Credentials.key(context.request().getHeader(HttpHeaders.AUTHORIZATION));
    }
}
