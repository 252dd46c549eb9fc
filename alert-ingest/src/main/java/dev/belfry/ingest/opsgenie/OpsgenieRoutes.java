package dev.belfry.ingest.opsgenie;

import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.contracts.heartbeat.HeartbeatEntry;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.heartbeat.PingKind;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.ingest.forward.IncidentClient;
import dev.belfry.ingest.intake.AlertRelay;
import dev.belfry.ingest.intake.DoorRoutes;
import dev.belfry.ingest.intake.IntakeCommands;
import dev.belfry.ingest.key.RoutingKeys;
import dev.belfry.ingest.source.Answer;
import dev.belfry.ingest.source.Charsets;
import dev.belfry.ingest.source.Incoming;
import dev.belfry.ingest.source.Minting;
import dev.belfry.ingest.source.Nesting;
import dev.belfry.ingest.source.Normalised;
import dev.belfry.ingest.source.OpsgenieAlerts;
import dev.belfry.ingest.source.OpsgenieAlerts.Asked;
import dev.belfry.ingest.source.Percent;
import dev.belfry.ingest.source.QueryString;
import dev.belfry.ingest.source.Refusal;
import dev.belfry.ingest.spool.Durability;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opsgenie's API v2 for alerts and heartbeats: {@code Authorization: GenieKey KEY}. What changes an alert is durable before
 * it is answered with 202, and carried out by the owner of alerts; what only asks goes there at once.
 */
public final class OpsgenieRoutes {
    private static final String FORMAT = "opsgenie";
    /** Paths below {@code /v2/alerts} that are no identifier of an alert. */
    private static final Set<String> COLLECTIONS = Set.of("count", "requests", "saved-searches");

    /** One SDK begins its query with an ampersand instead of a question mark, as if it were the last part of the path. */
    private static final Pattern QUERY_IN_PATH = Pattern.compile("/&(\\w+=[^/]*)$");

    private final RoutingKeys keys;
    private final DoorRoutes door;
    private final IntakeCommands commands;
    private final AlertRelay relay;
    private final IncidentClient incidents;
    private final Ids ids;
    private final InstantSource clock;

    public OpsgenieRoutes(
            RoutingKeys keys,
            DoorRoutes door,
            IntakeCommands commands,
            AlertRelay relay,
            IncidentClient incidents,
            Ids ids,
            InstantSource clock) {
        this.keys = keys;
        this.door = door;
        this.commands = commands;
        this.relay = relay;
        this.incidents = incidents;
        this.ids = ids;
        this.clock = clock;
    }

    public void mount(Router router) {
        router.route("/v2/alerts*").handler(context -> receive(context, "alerts"));
        router.route("/v2/heartbeats*").handler(context -> receive(context, "heartbeats"));
    }

    /** One request: who sent it, where to, and under which id it can be asked for. */
    private record Call(
            RoutingContext context,
            UUID id,
            long start,
            String key,
            IntegrationEntry integration,
            String collection,
            List<String> path,
            QueryString query,
            Buffer body) {

        String method() {
            return context.request().method().name();
        }

        /** A part of the path, decoded; empty behind its end. */
        String part(int index) {
            return index < path.size() ? path.get(index) : "";
        }
    }

    private void receive(RoutingContext context, String what) {
        long start = System.nanoTime();
        var id = ids.next();
        door.read(context, refusal -> refuse(context, id, start, refusal), body -> {
            var key = Objects.requireNonNullElse(key(context), "");
            door.known(
                    context,
                    key,
                    () -> keys.find(key),
                    integration -> take(context, id, start, key, integration, what, body),
                    () -> refuse(context, id, start, new Refusal.UnknownKey()));
        });
    }

    private void take(
            RoutingContext context,
            UUID id,
            long start,
            String key,
            IntegrationEntry integration,
            String what,
            Buffer body) {
        var raw = context.request().path().substring("/v2/".length() + what.length());
        if (!raw.isEmpty() && !raw.startsWith("/")) {
            answer(context, id, start, 404, "Not found", Map.of());
            return;
        }
        if (!isReadable(context)) {
            answer(context, id, start, 400, "The address cannot be decoded", Map.of());
            return;
        }
        var query = context.request().query();
        var inPath = QUERY_IN_PATH.matcher(raw);
        boolean found = inPath.find();
        var call = new Call(
                context,
                id,
                start,
                key,
                integration,
                what,
                path(found ? raw.substring(0, inPath.start()) : raw),
                QueryString.of(found ? inPath.group(1) + (query == null ? "" : "&" + query) : query),
                body);
        if (what.equals("alerts")) {
            alerts(call);
        } else {
            heartbeats(call);
        }
    }

    private void alerts(Call call) {
        var first = call.part(0);
        switch (call.method()) {
            case "POST" -> {
                if (first.isEmpty()) {
                    create(call);
                } else if (COLLECTIONS.contains(first) || call.part(1).equals("attachments")) {
                    hand(call);
                } else {
                    follow(call);
                }
            }
            case "PUT", "PATCH", "DELETE" -> {
                if (first.isEmpty()) {
                    answer(call.context(), call.id(), call.start(), 405, "Method not allowed", Map.of());
                } else if (COLLECTIONS.contains(first) || call.part(1).equals("attachments")) {
                    hand(call);
                } else {
                    follow(call);
                }
            }
            default -> hand(call);
        }
    }

    private void create(Call call) {
        switch (OpsgenieAlerts.create(incoming(call), new Minting(ids::next, clock.instant()))) {
            case Asked.Create create ->
                settle(
                        call,
                        commands.keep(
                                call.id(),
                                call.integration(),
                                FORMAT,
                                incoming(call).text(),
                                Normalised.Accepted.alerts(call.key(), List.of(create.signal()))),
                        "Request will be processed");
            case Asked other -> complain(call, other);
        }
    }

    private void follow(Call call) {
        var type = OpsgenieAlerts.identifierType(call.query().first("identifierType"));
        var asked = call.path().size() > 3
                ? new Asked.Unknown()
                : OpsgenieAlerts.follow(call.method(), call.part(1), call.part(2), incoming(call));
        if (asked instanceof Asked.Follow follow && type != null) {
            var command = new AlertCommand(
                    call.id(),
                    call.integration().id(),
                    call.integration().serviceId(),
                    clock.instant(),
                    follow.verb(),
                    OpsgenieAlerts.identifier(call.part(0)),
                    type,
                    follow.user(),
                    follow.source(),
                    follow.note(),
                    follow.text(),
                    follow.items(),
                    follow.details(),
                    follow.until());
            settle(
                    call,
                    relay.tell(command.serviceId(), command.id(), AlertCommand.TYPE, command),
                    "Request will be processed");
        } else if (type == null) {
            complain(call, new Asked.Invalid(Map.of("identifierType", "Should be one of [id, alias, tiny].")));
        } else {
            complain(call, asked);
        }
    }

    /** {@code GET|POST|PUT|PATCH /v2/heartbeats/NAME/ping}; the rest is the owner's. */
    private void heartbeats(Call call) {
        if (!call.part(1).equals("ping")
                || call.path().size() != 2
                || call.method().equals("DELETE")) {
            hand(call);
            return;
        }
        var name = call.part(0);
        door.known(
                call.context(),
                call.key() + " heartbeat " + name,
                () -> keys.findHeartbeat(call.integration(), name),
                heartbeat -> ping(call, heartbeat),
                () -> answer(
                        call.context(),
                        call.id(),
                        call.start(),
                        404,
                        "Heartbeat with name [" + shown(name) + "] does not exist.",
                        Map.of()));
    }

    private void ping(Call call, HeartbeatEntry heartbeat) {
        var ping = new HeartbeatPing(
                call.id(),
                heartbeat.serviceId(),
                heartbeat.id(),
                call.integration().id(),
                null,
                PingKind.SUCCESS,
                null,
                null,
                clock.instant(),
                null);
        settle(
                call,
                relay.tell(heartbeat.serviceId(), ping.id(), HeartbeatPing.TYPE, ping),
                "PONG - Heartbeat received");
    }

    private void settle(Call call, Future<Durability> kept, String result) {
        kept.onComplete(durable -> {
            if (durable.failed()) {
                refuse(call.context(), call.id(), call.start(), new Refusal.Busy());
                return;
            }
            door.accepted(call.context(), FORMAT, durable.result(), call.start());
            answer(call.context(), call.id(), call.start(), 202, null, Map.of("result", result));
        });
    }

    private void complain(Call call, Asked asked) {
        switch (asked) {
            case Asked.Invalid invalid ->
                answer(
                        call.context(),
                        call.id(),
                        call.start(),
                        422,
                        "Request body is not processable. Please check the errors.",
                        Map.of("errors", invalid.errors()));
            case Asked.Unreadable unreadable ->
                answer(
                        call.context(),
                        call.id(),
                        call.start(),
                        400,
                        Nesting.isBeyondBounds(call.body().getBytes())
                                ? Nesting.REFUSED
                                : "Request body is not a JSON object.",
                        Map.of());
            // An SDK that is called with a text for an identifier leaves the action out.
            default -> answer(call.context(), call.id(), call.start(), 405, "Method not allowed", Map.of());
        }
    }

    private void hand(Call call) {
        incidents.hand(
                call.context(),
                "/v2/" + call.collection()
                        + call.path().stream()
                                .map(part -> "/" + Percent.encode(part))
                                .collect(Collectors.joining())
                        + call.query().encoded(),
                call.key(),
                call.body(),
                "application/json",
                away -> refuse(call.context(), call.id(), call.start(), new Refusal.Busy()));
    }

    private void refuse(RoutingContext context, UUID id, long start, Refusal refusal) {
        door.refused(context, FORMAT, refusal);
        switch (refusal) {
            case Refusal.UnknownKey unknown ->
                answer(
                        context,
                        id,
                        start,
                        401,
                        "Could not authenticate: there is no integration with this key",
                        Map.of());
            case Refusal.TooLarge large ->
                answer(
                        context,
                        id,
                        start,
                        413,
                        "The body must not be larger than " + large.maxBytes() + " bytes",
                        Map.of());
            case Refusal.Busy busy -> answer(context, id, start, 503, "Service is not available, try again", Map.of());
            case Refusal.TooSlow slow -> answer(context, id, start, 408, "The body did not come in time", Map.of());
            default -> answer(context, id, start, 400, "The body cannot be read", Map.of());
        }
    }

    /** Opsgenie's envelope: its SDKs expect these members and headers in every answer. */
    private void answer(
            RoutingContext context, UUID id, long start, int status, @Nullable String message, Map<String, ?> more) {
        var took = String.format(Locale.ROOT, "%.3f", (System.nanoTime() - start) / 1e9);
        var body = new LinkedHashMap<String, Object>();
        if (message != null) {
            body.put("message", message);
        }
        body.putAll(more);
        body.put("took", Double.parseDouble(took));
        body.put("requestId", id.toString());
        door.answer(
                context,
                new Answer(
                        status,
                        "application/json",
                        body,
                        Map.of("X-Request-Id", id.toString(), "X-Response-Time", took, "X-RateLimit-State", "OK")));
    }

    private static Incoming incoming(Call call) {
        return new Incoming(
                call.method(),
                call.key(),
                call.integration(),
                call.body(),
                name -> Objects.requireNonNullElse(call.context().request().getHeader(name), ""),
                call.query()::first);
    }

    private static boolean isReadable(RoutingContext context) {
        try {
            return context.request().params() != null;
        } catch (IllegalArgumentException notEncoded) {
            return false;
        }
    }

    private static String shown(String name) {
        return name.length() <= 200 ? name : name.substring(0, 200);
    }

    private static @Nullable String key(RoutingContext context) {
        var authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, "GenieKey ", 0, 9)
                ? authorization.substring(9).strip()
                : null;
    }

    /** The parts behind the collection, each decoded: aliases contain slashes. */
    private static List<String> path(String raw) {
        return Stream.of(raw.split("/", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> Charsets.text(Percent.decode(part, false), ""))
                .toList();
    }
}
