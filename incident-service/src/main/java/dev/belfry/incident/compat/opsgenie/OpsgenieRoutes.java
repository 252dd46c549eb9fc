package dev.belfry.incident.compat.opsgenie;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Integration;
import dev.belfry.incident.compat.BodyRoutes;
import dev.belfry.incident.signal.heartbeat.HeartbeatCommands;
import dev.belfry.incident.signal.heartbeat.HeartbeatStore;
import dev.belfry.platform.http.Failures;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opsgenie's API where it needs to know what is kept: reads of alerts, saved searches, outcomes of requests, heartbeats.
 * What only needs to be accepted is answered by alert-ingest, which sends the rest here as it came.
 */
public final class OpsgenieRoutes {
    /** As much as alert-ingest takes. */
    private static final long MAX_BODY = 512 * 1024;

    private static final Pattern KEY = Pattern.compile("(?i:GenieKey)\\s+(\\S{1,200})");
    private static final Pattern HOST = Pattern.compile("[0-9A-Za-z.\\-:\\[\\]]{1,255}");

    private final Host host;
    private final CatalogStore catalog;
    private final AlertQueries alerts;
    private final SavedSearchCommands searches;
    private final ClientHeartbeatCommands heartbeats;

    public OpsgenieRoutes(
            Host host,
            CatalogStore catalog,
            SearchStore search,
            OpsgenieStore store,
            SavedSearchStore saved,
            HeartbeatStore heartbeats,
            HeartbeatCommands heartbeatCommands) {
        this.host = host;
        this.catalog = catalog;
        this.searches = new SavedSearchCommands(saved, host.clock(), host.ids());
        this.alerts = new AlertQueries(host.vertx(), search, store, searches);
        this.heartbeats = new ClientHeartbeatCommands(heartbeats, heartbeatCommands, host.clock(), host.ids());
    }

    /** Puts it on the host's router. */
    public void mount() {
        var route = host.router().route("/v2/*");
        route.handler(context -> {
            Failures.tellBy(context, this::tell);
            context.next();
        });
        route.handler(BodyRoutes.upTo(MAX_BODY));
        route.handler(this::serve);
    }

    /** Opsgenie's envelope, whatever went wrong: its SDKs read nothing else. */
    private void tell(RoutingContext context, Problem problem) {
        var words = problem.status() == 413
                ? "The body must not be larger than " + MAX_BODY + " bytes."
                : problem.status() < 500 ? "The request cannot be read." : String.valueOf(problem.detail());
        answer(context, System.nanoTime(), Envelope.refused(problem.status(), words));
    }

    private void serve(RoutingContext context) {
        long started = System.nanoTime();
        door(context)
                .compose(door -> door.isEmpty()
                        ? Future.succeededFuture(Envelope.refused(401, "Could not authenticate"))
                        : served(context, door.get()))
                .onSuccess(envelope -> answer(context, started, envelope))
                .onFailure(context::fail);
    }

    private Future<Optional<Integration>> door(RoutingContext context) {
        var header = context.request().getHeader("Authorization");
        var key = KEY.matcher(header == null ? "" : header.strip());
        return key.matches() && key.group(1).indexOf('\0') < 0
                ? catalog.integrationOf(key.group(1))
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Envelope> served(RoutingContext context, Integration door) {
        var path = path(context.request().path());
        if (path == null) {
            return Future.succeededFuture(Envelope.refused(400, "The address cannot be read."));
        }
        var body = body(context);
        if (body == null) {
            return Future.succeededFuture(Envelope.refused(400, "Request body is not a JSON object."));
        }
        var query = new LinkedHashMap<String, String>();
        context.queryParams().forEach(parameter -> query.put(parameter.getKey(), parameter.getValue()));
        return dispatch(new Asked(door, context.request().method().name(), path, query, body, base(context)));
    }

    private Future<Envelope> dispatch(Asked asked) {
        var path = asked.path();
        if (path.isEmpty() || path.size() > 4) {
            return nowhere();
        }
        return switch (path.getFirst()) {
            case "alerts" -> alerts(asked, path.subList(1, path.size()));
            case "heartbeats" -> heartbeats(asked, path.subList(1, path.size()));
            default -> nowhere();
        };
    }

    private Future<Envelope> alerts(Asked asked, List<String> path) {
        var first = path.isEmpty() ? "" : path.getFirst();
        if (first.equals("saved-searches")) {
            return searches(asked, path.subList(1, path.size()));
        }
        if (path.size() >= 2 && path.get(1).equals("attachments")) {
            return Future.succeededFuture(
                    Envelope.refused(403, "Attachments are not supported: put a link into the details.", 40302));
        }
        if (!asked.method().equals("GET")) {
            return notThis();
        }
        return switch (path.size()) {
            case 0 -> alerts.list(asked);
            case 1 -> first.equals("count") ? alerts.count(asked) : alerts.one(asked, first);
            case 2 ->
                first.equals("requests")
                        ? alerts.request(asked, path.get(1))
                        : switch (path.get(1)) {
                            case "notes" -> alerts.notes(asked, first);
                            case "logs" -> alerts.logs(asked, first);
                            case "recipients" -> alerts.recipients(asked, first);
                            default -> nowhere();
                        };
            default -> nowhere();
        };
    }

    private Future<Envelope> searches(Asked asked, List<String> path) {
        if (path.size() > 1) {
            return nowhere();
        }
        var one = path.isEmpty() ? "" : path.getFirst();
        return switch (asked.method()) {
            case "GET" -> path.isEmpty() ? searches.list(asked) : searches.show(asked, one);
            case "POST" -> path.isEmpty() ? searches.add(asked) : notThis();
            case "PATCH" -> path.isEmpty() ? notThis() : searches.change(asked, one);
            case "DELETE" -> path.isEmpty() ? notThis() : searches.remove(asked, one);
            default -> notThis();
        };
    }

    private Future<Envelope> heartbeats(Asked asked, List<String> path) {
        if (path.isEmpty()) {
            return switch (asked.method()) {
                case "GET" -> heartbeats.list(asked);
                case "POST" -> heartbeats.add(asked);
                default -> notThis();
            };
        }
        var name = path.getFirst();
        if (path.size() == 1) {
            return switch (asked.method()) {
                case "GET" -> heartbeats.show(asked, name);
                case "PATCH" -> heartbeats.change(asked, name);
                case "DELETE" -> heartbeats.remove(asked, name);
                default -> notThis();
            };
        }
        return switch (path.get(1)) {
            case "enable", "disable" ->
                asked.method().equals("POST")
                        ? heartbeats.enable(asked, name, path.get(1).equals("enable"))
                        : notThis();
            default -> nowhere();
        };
    }

    private void answer(RoutingContext context, long started, Envelope envelope) {
        var request = host.ids().next().toString();
        long took = (System.nanoTime() - started) / 1_000_000;
        Map<String, Object> body = new LinkedHashMap<>(envelope.body());
        body.put("took", took / 1000.0);
        body.put("requestId", request);
        var response = context.response()
                .setStatusCode(envelope.status())
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Request-Id", request)
                .putHeader("X-Response-Time", String.format(Locale.ROOT, "%.3f", took / 1000.0))
                .putHeader("X-RateLimit-State", "OK");
        envelope.headers().forEach(response::putHeader);
        response.end(Json.text(body));
    }

    /** The segments after {@code /v2}; null when one is not percent-encoded as it must be. */
    private static @Nullable List<String> path(String raw) {
        var segments = new ArrayList<String>();
        try {
            for (var segment : raw.split("/", -1)) {
                // In a path a plus is a plus.
                segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException malformed) {
            return null;
        }
        var after = segments.subList(2, segments.size());
        while (!after.isEmpty() && after.getLast().isEmpty()) {
            after = after.subList(0, after.size() - 1);
        }
        return List.copyOf(after);
    }

    /** Clients send nothing or {@code null} where they have nothing to say; what else is no object is refused. */
    private static @Nullable JsonObject body(RoutingContext context) {
        var buffer = context.body().buffer();
        if (buffer == null || buffer.length() == 0 || buffer.toString().strip().equals("null")) {
            return new JsonObject();
        }
        try {
            return new JsonObject(buffer);
        } catch (DecodeException | ClassCastException unreadable) {
            return null;
        }
    }

    /** The address the client used, which alert-ingest or a proxy in front of it passes on. */
    private static String base(RoutingContext context) {
        var request = context.request();
        var forwarded = request.getHeader("X-Forwarded-Host");
        var named = forwarded == null ? request.getHeader("Host") : forwarded;
        var proto = request.getHeader("X-Forwarded-Proto");
        return ("https".equals(proto) ? "https://" : "http://")
                + (named != null && HOST.matcher(named).matches() ? named : "localhost");
    }

    private static Future<Envelope> nowhere() {
        return Future.succeededFuture(Envelope.refused(404, "There is nothing at this address."));
    }

    private static Future<Envelope> notThis() {
        return Future.succeededFuture(Envelope.refused(405, "This address does not take this method."));
    }
}
