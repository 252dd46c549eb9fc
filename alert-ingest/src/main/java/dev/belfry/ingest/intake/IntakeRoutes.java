package dev.belfry.ingest.intake;

import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.ingest.key.Credentials;
import dev.belfry.ingest.key.RoutingKeys;
import dev.belfry.ingest.mapping.VisibleHeaders;
import dev.belfry.ingest.sns.SnsClient;
import dev.belfry.ingest.sns.SnsVerdict;
import dev.belfry.ingest.source.Answer;
import dev.belfry.ingest.source.Answering;
import dev.belfry.ingest.source.GoAlert;
import dev.belfry.ingest.source.Incoming;
import dev.belfry.ingest.source.Minting;
import dev.belfry.ingest.source.Nesting;
import dev.belfry.ingest.source.Normalised;
import dev.belfry.ingest.source.PagerDutyChanges;
import dev.belfry.ingest.source.PagerDutyEvents;
import dev.belfry.ingest.source.PagerDutyV1;
import dev.belfry.ingest.source.Pieces;
import dev.belfry.ingest.source.QueryString;
import dev.belfry.ingest.source.Refusal;
import dev.belfry.ingest.source.Source;
import dev.belfry.ingest.source.Sources;
import dev.belfry.platform.http.Contract;
import dev.belfry.platform.http.Failures;
import dev.belfry.platform.id.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    private final PieceCommands pieces;

    public IntakeRoutes(
            RoutingKeys keys,
            DoorRoutes door,
            IntakeCommands commands,
            PieceCommands pieces,
            SnsClient sns,
            Ids ids,
            InstantSource clock) {
        this.keys = keys;
        this.door = door;
        this.commands = commands;
        this.pieces = pieces;
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
            var key = context.pathParam("key");
            door.known(
                    context,
                    key,
                    () -> origin == null ? null : keys.find(key),
                    integration -> context.response()
                            .putHeader("WebHook-Allowed-Origin", origin)
                            .putHeader("WebHook-Allowed-Rate", "*")
                            .putHeader("Allow", "POST")
                            .end(),
                    () -> context.fail(404));
        });
        router.post("/integrations/v1/:type/:key")
                .handler(context -> receive(
                        context,
                        Sources.ofOnCall(context.pathParam("type"))
                                .map(source -> new Answering(source, accepted -> Answer.json(200, "Ok."))),
                        context.pathParam("key")));
        router.post("/api/v2/:type/incoming")
                .handler(context -> Sources.ofGoAlert(context.pathParam("type"))
                        .ifPresentOrElse(source -> goAlert(context, source), () -> context.fail(404)));
    }

    /** GoAlert's senders show their key in the query, in the form or in a header. */
    private void goAlert(RoutingContext context, Source source) {
        long start = System.nanoTime();
        boolean json = "application/json".equals(context.request().getHeader(HttpHeaders.ACCEPT));
        var answering = json && source.format().equals("goalert") ? new Answering(source, this::goAlert) : source;
        door.read(context, max(context, source), refusal -> refuse(context, source, refusal), body -> {
            var key = GoAlert.key(incoming(context, "", null, body))
                    .orElse(Credentials.key(context.request().getHeader(HttpHeaders.AUTHORIZATION)));
            take(context, answering, Objects.requireNonNullElse(key, "none"), body, start);
        });
    }

    private Answer goAlert(Normalised.Accepted accepted) {
        var integration = Objects.requireNonNull(keys.find(accepted.routingKey()));
        return GoAlert.alert(accepted, integration.serviceId(), clock.instant());
    }

    private void receive(RoutingContext context, Optional<Source> source, String key) {
        source.ifPresentOrElse(known -> receive(context, known, key), () -> context.fail(404));
    }

    private void receive(RoutingContext context, Source source, String pathKey) {
        long start = System.nanoTime();
        door.read(
                context,
                max(context, source),
                refusal -> refuse(context, source, refusal),
                body -> take(context, source, pathKey, body, start));
    }

    private static int max(RoutingContext context, Source source) {
        return source.listOf(contentType(context)) == null ? Source.SMALL : Source.LARGE;
    }

    private static String contentType(RoutingContext context) {
        return Objects.requireNonNullElse(context.request().getHeader(HttpHeaders.CONTENT_TYPE), "");
    }

    private void take(RoutingContext context, Source source, String pathKey, Buffer body, long start) {
        if (pathKey.isEmpty()) {
            take(context, source, pathKey, null, body, start);
        } else {
            door.known(
                    context,
                    pathKey,
                    () -> keys.find(pathKey),
                    integration -> take(context, source, pathKey, integration, body, start),
                    () -> refuse(context, source, new Refusal.UnknownKey()));
        }
    }

    private void take(
            RoutingContext context,
            Source source,
            String pathKey,
            @Nullable IntegrationEntry integration,
            Buffer body,
            long start) {
        var incoming = incoming(context, pathKey, integration, body);
        if (integration != null && body.length() > Source.SMALL) {
            takeLarge(context, source, integration, incoming, start);
            return;
        }
        take(context, source, source.read(incoming, new Minting(ids::next, clock.instant())), incoming, start);
    }

    private void takeLarge(
            RoutingContext context, Source source, IntegrationEntry integration, Incoming incoming, long start) {
        context.vertx()
                .executeBlocking(() -> Optional.ofNullable(source.check(incoming)), false)
                .onSuccess(wrong -> wrong.ifPresentOrElse(
                        refusal -> refuse(context, source, refusal),
                        () -> keepLarge(context, source, integration, incoming, start)))
                .onFailure(context::fail);
    }

    private void keepLarge(
            RoutingContext context, Source source, IntegrationEntry integration, Incoming incoming, long start) {
        var list = Objects.requireNonNull(source.listOf(incoming.contentType()));
        pieces.keep(
                        incoming,
                        list,
                        integration,
                        source.format(),
                        piece -> said(source, piece),
                        () -> context.response().closed())
                .onSuccess(kept -> {
                    if (kept.isEmpty()) {
                        refuse(
                                context,
                                source,
                                new Refusal.Unreadable("A body of more than " + Source.SMALL
                                        + " bytes has to be JSON with a list of at most " + Pieces.MOST
                                        + " alerts. Nothing of it was kept: send less at a time."));
                        return;
                    }
                    var whole = kept.get();
                    door.accepted(context, source.format(), whole.durability(), start);
                    var complaint = whole.complaint();
                    door.answer(
                            context,
                            complaint != null
                                    ? complaint
                                    : source.accepted(
                                            whole.request(),
                                            Normalised.Accepted.alerts(incoming.routingKey(), whole.alerts())));
                })
                .onFailure(busy -> refuse(context, source, new Refusal.Busy()));
    }

    private PieceCommands.Said said(Source source, Incoming piece) {
        return switch (source.read(piece, new Minting(ids::next, clock.instant()))) {
            case Normalised.Accepted accepted -> new PieceCommands.Said(accepted.alerts(), null);
            case Normalised.Refused refused -> new PieceCommands.Said(List.of(), source.refused(refused.refusal()));
            // Large bodies have no envelope.
            case Normalised.Signed signed ->
                new PieceCommands.Said(List.of(), source.refused(new Refusal.Unreadable("An envelope is no list.")));
        };
    }

    private static Incoming incoming(
            RoutingContext context, String key, @Nullable IntegrationEntry integration, Buffer body) {
        var request = context.request();
        return new Incoming(
                request.method().name(),
                key,
                integration,
                body,
                name -> Objects.requireNonNullElse(request.getHeader(name), ""),
                name -> QueryString.of(request.query()).first(name),
                () -> VisibleHeaders.of(request.headers()));
    }

    private void take(RoutingContext context, Source source, Normalised read, Incoming incoming, long start) {
        switch (read) {
            case Normalised.Refused refused ->
                refuse(
                        context,
                        source,
                        refused.refusal() instanceof Refusal.Unreadable
                                        && Nesting.isBeyondBounds(
                                                incoming.body().getBytes())
                                ? new Refusal.Unreadable(Nesting.REFUSED)
                                : refused.refusal());
            case Normalised.Accepted accepted -> keep(context, source, accepted, incoming, start);
            case Normalised.Signed signed -> settle(context, source, signed, incoming, start);
        }
    }

    private void settle(
            RoutingContext context, Source source, Normalised.Signed signed, Incoming incoming, long start) {
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
                        take(context, source, settled.result(), incoming, start);
                    } catch (RuntimeException fault) {
                        context.fail(fault);
                    }
                }));
    }

    private void keep(
            RoutingContext context, Source source, Normalised.Accepted accepted, Incoming incoming, long start) {
        door.known(
                context,
                accepted.routingKey(),
                () -> keys.find(accepted.routingKey()),
                integration -> keep(context, source, integration, accepted, incoming, start),
                () -> refuse(context, source, new Refusal.UnknownKey()));
    }

    private void keep(
            RoutingContext context,
            Source source,
            IntegrationEntry integration,
            Normalised.Accepted accepted,
            Incoming incoming,
            long start) {
        var id = ids.next();
        commands.keep(id, integration, source.format(), incoming.text(), accepted)
                .onComplete(kept -> {
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
