package dev.belfry.ingest.heartbeat;

import dev.belfry.contracts.heartbeat.HeartbeatEntry;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.heartbeat.PingKind;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.ingest.intake.AlertRelay;
import dev.belfry.ingest.intake.DoorRoutes;
import dev.belfry.ingest.key.RoutingKeys;
import dev.belfry.ingest.source.Answer;
import dev.belfry.ingest.source.Charsets;
import dev.belfry.ingest.source.PingWords;
import dev.belfry.ingest.source.Refusal;
import dev.belfry.ingest.source.Sources;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The pinging API of healthchecks.io, under {@code /ping}: GET, HEAD or POST to a heartbeat's own address, or to its slug
 * under the key of an integration; answers are plain text. Beside it the heartbeats of Grafana OnCall's integrations.
 */
public final class PingRoutes {
    private static final String FORMAT = "ping";
    private static final int MOST_KEPT = 10_000;
    /** How often, and how often at most, it is looked whether a heartbeat that a ping has made is known here. */
    private static final long LOOK_MS = 20;

    private static final int LOOKS = 50;
    private static final int MOST_WAITING = 500;

    private final Vertx vertx;
    private final AtomicInteger waiting = new AtomicInteger();
    private final RoutingKeys keys;
    private final DoorRoutes door;
    private final AlertRelay relay;
    private final Ids ids;
    private final InstantSource clock;

    public PingRoutes(Vertx vertx, RoutingKeys keys, DoorRoutes door, AlertRelay relay, Ids ids, InstantSource clock) {
        this.vertx = vertx;
        this.keys = keys;
        this.door = door;
        this.relay = relay;
        this.ids = ids;
        this.clock = clock;
    }

    public void mount(Router router) {
        router.routeWithRegex("/ping/(?<key>[^/]+)(?:/(?<second>[^/]+))?(?:/(?<third>[^/]+))?/?")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .method(HttpMethod.POST)
                .handler(context ->
                        door.readStart(context, refusal -> refuse(context, refusal), body -> ping(context, body)));
        router.routeWithRegex("/integrations/v1/(?<type>[^/]+)/(?<key>[^/]+)/heartbeat/?")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .method(HttpMethod.POST)
                .handler(context -> door.readStart(
                        context, refusal -> refuse(context, refusal), body -> pingOnCall(context, body)));
    }

    /** Grafana OnCall's: the integration's own heartbeat, which begins with its first ping. */
    private void pingOnCall(RoutingContext context, Buffer body) {
        var key = part(context, "key");
        var type = part(context, "type");
        door.known(
                context,
                key,
                () -> Sources.ofOnCall(type).isEmpty() ? null : keys.find(key),
                integration -> pingOnCall(context, integration, type, body),
                () -> answer(context, 404, "not found"));
    }

    private void pingOnCall(RoutingContext context, IntegrationEntry integration, String type, Buffer body) {
        var slug = type.replace('_', '-') + "-heartbeat";
        var ping = ping(
                integration.serviceId(),
                keys.findHeartbeat(integration, slug),
                integration,
                slug,
                new PingWords(PingKind.SUCCESS, null),
                null,
                body.length() == 0 ? null : text(context, body));
        tell(
                context,
                ping,
                () -> known(integration, slug).onSuccess(made -> door.answer(context, Answer.json(200, "Ok."))));
    }

    private void ping(RoutingContext context, Buffer body) {
        var key = part(context, "key");
        var second = part(context, "second");
        var third = part(context, "third");
        door.known(
                context,
                key + " ping " + second,
                () -> target(context, key, second, third),
                target -> take(
                        context,
                        target.heartbeat(),
                        target.integration(),
                        target.integration() == null ? "" : second,
                        target.integration() == null ? second : third,
                        body),
                () -> answer(context, 404, "not found"));
    }

    /** What is pinged: a heartbeat that is there, or an integration whose heartbeat this ping may begin. */
    private record Target(
            @Nullable HeartbeatEntry heartbeat, @Nullable IntegrationEntry integration) {}

    /** Null for an address that leads nowhere. */
    private @Nullable Target target(RoutingContext context, String key, String second, String third) {
        var own = keys.findHeartbeat(key);
        if (own != null) {
            boolean fits = third.isEmpty() && (second.isEmpty() || PingWords.isWord(second));
            return fits ? new Target(own, null) : null;
        }
        var integration = keys.find(key);
        if (integration == null || !PingWords.isSlug(second) || (!third.isEmpty() && !PingWords.isWord(third))) {
            return null;
        }
        var named = keys.findHeartbeat(integration, second);
        return named == null && !isCreate(context) ? null : new Target(named, integration);
    }

    private static boolean isCreate(RoutingContext context) {
        return "1".equals(context.request().getParam("create"));
    }

    private void take(
            RoutingContext context,
            @Nullable HeartbeatEntry heartbeat,
            @Nullable IntegrationEntry integration,
            String slug,
            String word,
            Buffer body) {
        var words = PingWords.of(word);
        if (words == null) {
            answer(context, 400, "invalid url format");
            return;
        }
        var run = Objects.requireNonNullElse(context.request().getParam("rid"), "");
        if (!run.isEmpty() && !PingWords.isRun(run)) {
            answer(context, 400, "invalid uuid format");
            return;
        }
        var ping = ping(
                heartbeat != null
                        ? heartbeat.serviceId()
                        : Objects.requireNonNull(integration).serviceId(),
                heartbeat,
                integration,
                slug,
                words,
                run.isEmpty() ? null : UUID.fromString(run),
                body.length() == 0 ? null : text(context, body));
        tell(context, ping, () -> {
            if (heartbeat != null || integration == null) {
                answer(context, 200, "OK");
            } else {
                known(integration, slug)
                        .onSuccess(made -> answer(context, made ? 201 : 202, made ? "Created" : "Accepted"));
            }
        });
    }

    /**
     * Whether the heartbeat that a ping makes can be pinged here; looks for up to a second. Over the bound, and while
     * incident-service or Kafka is away, nobody waits for longer: the ping is kept, and makes the heartbeat later.
     */
    private Future<Boolean> known(IntegrationEntry integration, String slug) {
        var known = Promise.<Boolean>promise();
        if (waiting.incrementAndGet() > MOST_WAITING) {
            known.complete(keys.findHeartbeat(integration, slug) != null);
        } else {
            look(integration, slug, LOOKS, known);
        }
        return known.future().onComplete(looked -> waiting.decrementAndGet());
    }

    private void look(IntegrationEntry integration, String slug, int left, Promise<Boolean> known) {
        boolean found = keys.findHeartbeat(integration, slug) != null;
        if (found || left == 0) {
            known.complete(found);
        } else {
            vertx.setTimer(LOOK_MS, again -> look(integration, slug, left - 1, known));
        }
    }

    private HeartbeatPing ping(
            UUID service,
            @Nullable HeartbeatEntry heartbeat,
            @Nullable IntegrationEntry integration,
            String slug,
            PingWords words,
            @Nullable UUID run,
            @Nullable String body) {
        return new HeartbeatPing(
                ids.next(),
                service,
                heartbeat == null ? null : heartbeat.id(),
                integration == null ? null : integration.id(),
                heartbeat == null ? slug : null,
                words.kind(),
                words.exitStatus(),
                run,
                clock.instant(),
                body);
    }

    private void tell(RoutingContext context, HeartbeatPing ping, Runnable done) {
        long start = System.nanoTime();
        relay.tell(ping.serviceId(), ping.id(), HeartbeatPing.TYPE, ping).onComplete(kept -> {
            if (kept.failed()) {
                refuse(context, new Refusal.Busy());
                return;
            }
            door.accepted(context, FORMAT, kept.result(), start);
            done.run();
        });
    }

    private static String text(RoutingContext context, Buffer body) {
        int end = Math.min(MOST_KEPT, body.length());
        // Not in the middle of a character.
        while (end > 0 && end < body.length() && (body.getByte(end) & 0xc0) == 0x80) {
            end--;
        }
        var type = Objects.requireNonNullElse(context.request().getHeader(HttpHeaders.CONTENT_TYPE), "");
        return Charsets.text(body.slice(0, end), type);
    }

    private static String part(RoutingContext context, String name) {
        return Objects.requireNonNullElse(context.pathParam(name), "");
    }

    private void refuse(RoutingContext context, Refusal refusal) {
        door.refused(context, FORMAT, refusal);
        switch (refusal) {
            case Refusal.Busy busy -> answer(context, 503, "try again");
            case Refusal.TooLarge large -> answer(context, 413, "too large");
            default -> answer(context, 400, "invalid body");
        }
    }

    private void answer(RoutingContext context, int status, String text) {
        context.response()
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Ping-Body-Limit", Integer.toString(MOST_KEPT));
        door.answer(context, Answer.text(status, text));
    }
}
