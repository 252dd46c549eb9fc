package dev.belfry.ingest.intake;

import dev.belfry.ingest.key.RoutingKeys;
import dev.belfry.ingest.mapping.VisibleHeaders;
import dev.belfry.ingest.sns.SnsClient;
import dev.belfry.ingest.sns.SnsVerdict;
import dev.belfry.ingest.source.Incoming;
import dev.belfry.ingest.source.Minting;
import dev.belfry.ingest.source.Normalised;
import dev.belfry.ingest.source.PagerDutyChanges;
import dev.belfry.ingest.source.PagerDutyEvents;
import dev.belfry.ingest.source.PagerDutyV1;
import dev.belfry.ingest.source.Refusal;
import dev.belfry.ingest.source.Source;
import dev.belfry.ingest.source.Sources;
import dev.belfry.platform.http.Contract;
import dev.belfry.platform.http.Failures;
import dev.belfry.platform.id.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * The senders' addresses. Each request goes: body within its bound ▸ format ▸ routing key ▸ durable ▸ answer in the
 * format's own words. Nothing is answered with success before the broker has it.
 */
public final class IntakeRoutes {
    private final RoutingKeys keys;
    private final DoorRoutes door;
    private final IntakeCommands commands;
    private final Ids ids;
    private final InstantSource clock;
    private final Source pagerDuty = new PagerDutyEvents();
    private final Source pagerDutyChanges = new PagerDutyChanges();
    private final Source pagerDutyV1 = new PagerDutyV1();
    private final SnsClient sns;

    public IntakeRoutes(
            RoutingKeys keys, DoorRoutes door, IntakeCommands commands, SnsClient sns, Ids ids, InstantSource clock) {
        this.keys = keys;
        this.door = door;
        this.commands = commands;
        this.sns = sns;
        this.ids = ids;
        this.clock = clock;
    }

    public void mount(Router router) {
        var document = Buffer.buffer(Contract.load("openapi/ingest.yaml").text());
        Failures.install(router, ids);
        router.get("/openapi.yaml")
                .handler(context -> context.response()
                        .putHeader("Content-Type", "application/yaml")
                        .end(document));
        router.post("/v2/enqueue").handler(context -> receive(context, pagerDuty, ""));
        router.post("/v2/change/enqueue").handler(context -> receive(context, pagerDutyChanges, ""));
        router.post("/generic/2010-04-15/create_event.json").handler(context -> receive(context, pagerDutyV1, ""));
        router.post("/v1/webhooks/:source/:key").handler(context -> {
            var source = Sources.of(String.valueOf(context.pathParam("source")));
            receive(context, source, String.valueOf(context.pathParam("key")));
        });
        others(router);
    }

    /** What some senders do otherwise, and the addresses of those whom Belfry replaces. */
    private void others(Router router) {
        // Grafana may be told to PUT, Uptime Kuma to GET.
        router.put("/v1/webhooks/grafana/:key")
                .handler(context -> receive(context, Sources.of("grafana"), context.pathParam("key")));
        router.get("/v1/webhooks/uptimekuma/:key")
                .handler(context -> receive(context, Sources.of("uptimekuma"), context.pathParam("key")));
        // CloudEvents' abuse protection: the holder of the key may send.
        router.options("/v1/webhooks/cloudevents/:key").handler(context -> {
            var origin = context.request().getHeader("WebHook-Request-Origin");
            if (origin == null || keys.find(context.pathParam("key")) == null) {
                context.fail(404);
            } else {
                context.response()
                        .putHeader("WebHook-Allowed-Origin", origin)
                        .putHeader("WebHook-Allowed-Rate", "*")
                        .putHeader("Allow", "POST")
                        .end();
            }
        });
        router.post("/integrations/v1/:type/:key")
                .handler(context ->
                        receive(context, Sources.ofOnCall(context.pathParam("type")), context.pathParam("key")));
        router.post("/api/v2/:type/incoming")
                .handler(context -> receive(
                        context,
                        Sources.ofGoAlert(context.pathParam("type")),
                        Objects.requireNonNullElse(context.request().getParam("token"), "none")));
    }

    private void receive(RoutingContext context, Optional<Source> source, String key) {
        source.ifPresentOrElse(known -> receive(context, known, key), () -> context.fail(404));
    }

    private void receive(RoutingContext context, Source source, String pathKey) {
        long start = System.nanoTime();
        door.read(
                context,
                refusal -> refuse(context, source, refusal),
                body -> take(context, source, pathKey, body, start));
    }

    private void take(RoutingContext context, Source source, String pathKey, Buffer body, long start) {
        var integration = pathKey.isEmpty() ? null : keys.find(pathKey);
        if (integration == null && !pathKey.isEmpty()) {
            refuse(context, source, new Refusal.UnknownKey());
            return;
        }
        var request = context.request();
        var incoming = new Incoming(
                request.method().name(),
                pathKey,
                integration,
                body,
                name -> Objects.requireNonNullElse(request.getHeader(name), ""),
                name -> Objects.requireNonNullElse(request.getParam(name), ""),
                () -> VisibleHeaders.of(request.headers()));
        take(context, source, source.read(incoming, new Minting(ids::next, clock.instant())), body, start);
    }

    private void take(RoutingContext context, Source source, Normalised read, Buffer body, long start) {
        switch (read) {
            case Normalised.Refused refused -> refuse(context, source, refused.refusal());
            case Normalised.Accepted accepted -> keep(context, source, accepted, body, start);
            case Normalised.Signed signed -> settle(context, source, signed, body, start);
        }
    }

    private void settle(RoutingContext context, Source source, Normalised.Signed signed, Buffer body, long start) {
        // The answer may come on another request's event loop: whoever asked first for the certificate.
        var here = context.vertx().getOrCreateContext();
        sns.settle(signed.envelope())
                .map(verdict -> switch (verdict) {
                    case SnsVerdict.Genuine genuine -> signed.content();
                    case SnsVerdict.Unchecked unchecked -> signed.content();
                    case SnsVerdict.Forged forged -> new Normalised.Refused(new Refusal.Forged(forged.detail()));
                    case SnsVerdict.Unconfirmed unconfirmed -> new Normalised.Refused(new Refusal.Busy());
                })
                .onComplete(settled -> here.runOnContext(go -> {
                    try {
                        take(context, source, settled.result(), body, start);
                    } catch (RuntimeException fault) {
                        context.fail(fault);
                    }
                }));
    }

    private void keep(RoutingContext context, Source source, Normalised.Accepted accepted, Buffer body, long start) {
        var integration = keys.find(accepted.routingKey());
        if (integration == null) {
            refuse(context, source, new Refusal.UnknownKey());
            return;
        }
        var id = ids.next();
        commands.keep(id, integration, source.format(), body, accepted).onComplete(kept -> {
            if (kept.failed()) {
                refuse(context, source, new Refusal.Busy());
                return;
            }
            door.accepted(context, source.format(), kept.result(), start);
            door.answer(context, source.accepted(id, accepted));
        });
    }

    private void refuse(RoutingContext context, Source source, Refusal refusal) {
        door.refused(context, source.format(), refusal);
        door.answer(context, source.refused(refusal));
    }
}
