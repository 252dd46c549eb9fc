package dev.belfry.ingest.intake;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.ingest.key.RoutingKeys;
import dev.belfry.ingest.source.AlertmanagerWebhook;
import dev.belfry.ingest.source.Answer;
import dev.belfry.ingest.source.GenericJson;
import dev.belfry.ingest.source.Incoming;
import dev.belfry.ingest.source.Minting;
import dev.belfry.ingest.source.Normalised;
import dev.belfry.ingest.source.PagerDutyEvents;
import dev.belfry.ingest.source.Refusal;
import dev.belfry.ingest.source.Source;
import dev.belfry.platform.http.Contract;
import dev.belfry.platform.http.Failures;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The senders' addresses. Each request goes: body within its bound ▸ format ▸ routing key ▸ durable ▸ answer in the
 * format's own words. Nothing is answered with success before the broker has it.
 */
public final class IntakeRoutes {
    /** PagerDuty's bound, which holds for all formats. */
    public static final int MAX_BODY = 512 * 1024;

    private static final String MASK = "[routing key]";

    private final RoutingKeys keys;
    private final AlertRelay relay;
    private final Ids ids;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Map<String, Timer> latencies;
    private final Source pagerDuty = new PagerDutyEvents();
    private final Map<String, Source> webhooks = List.of(new AlertmanagerWebhook(), new GenericJson()).stream()
            .collect(Collectors.toMap(Source::format, Function.identity()));

    public IntakeRoutes(RoutingKeys keys, AlertRelay relay, Ids ids, InstantSource clock, MeterRegistry metrics) {
        this.keys = keys;
        this.relay = relay;
        this.ids = ids;
        this.clock = clock;
        this.metrics = metrics;
        this.latencies = List.of("pagerduty_v2", "alertmanager", "generic").stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        format -> Timer.builder("belfry.ingest.accept")
                                .tag("format", format)
                                .publishPercentileHistogram()
                                .register(metrics)));
    }

    public void mount(Router router) {
        var document = Buffer.buffer(Contract.load("openapi/ingest.yaml").text());
        Failures.install(router, ids);
        router.get("/openapi.yaml")
                .handler(context -> context.response()
                        .putHeader("Content-Type", "application/yaml")
                        .end(document));
        router.post("/v2/enqueue").handler(context -> receive(context, pagerDuty, ""));
        router.post("/v1/webhooks/:source/:key").handler(context -> {
            var source = webhooks.get(String.valueOf(context.pathParam("source")));
            if (source == null) {
                context.fail(404);
            } else {
                receive(context, source, String.valueOf(context.pathParam("key")));
            }
        });
    }

    private void receive(RoutingContext context, Source source, String pathKey) {
        var sample = Timer.start();
        var body = Buffer.buffer();
        var request = context.request();
        request.handler(chunk -> {
            if (body.length() <= MAX_BODY) {
                body.appendBuffer(chunk);
            }
            if (body.length() > MAX_BODY && !context.response().ended()) {
                refuse(context, source, new Refusal.TooLarge(MAX_BODY));
            }
        });
        request.endHandler(end -> {
            if (context.response().ended()) {
                return;
            }
            try {
                take(context, source, pathKey, body.getBytes(), sample);
            } catch (RuntimeException fault) {
                // Outside the router's own handlers: nobody else would answer.
                context.fail(fault);
            }
        });
    }

    private void take(RoutingContext context, Source source, String pathKey, byte[] sent, Timer.Sample sample) {
        var integration = pathKey.isEmpty() ? null : keys.find(pathKey);
        if (integration == null && !pathKey.isEmpty()) {
            refuse(context, source, new Refusal.UnknownKey());
            return;
        }
        var body = sent;
        if ("gzip".equalsIgnoreCase(context.request().getHeader("Content-Encoding"))) {
            var unpacked = Body.gunzip(sent, MAX_BODY);
            if (unpacked.isEmpty()) {
                refuse(context, source, new Refusal.Unreadable("The body is not gzip, though its header says so."));
                return;
            }
            body = unpacked.get();
            if (body.length > MAX_BODY) {
                refuse(context, source, new Refusal.TooLarge(MAX_BODY));
                return;
            }
        }
        var incoming = new Incoming(
                context.request().method().name(),
                pathKey,
                integration,
                Buffer.buffer(body),
                name -> Objects.requireNonNullElse(context.request().getHeader(name), ""),
                name -> Objects.requireNonNullElse(context.request().getParam(name), ""));
        switch (source.read(incoming, new Minting(ids::next, clock.instant()))) {
            case Normalised.Refused refused -> refuse(context, source, refused.refusal());
            case Normalised.Accepted accepted -> accept(context, source, accepted, body, sample);
        }
    }

    private void accept(
            RoutingContext context, Source source, Normalised.Accepted alerts, byte[] body, Timer.Sample sample) {
        var integration = keys.find(alerts.routingKey());
        if (integration == null) {
            refuse(context, source, new Refusal.UnknownKey());
            return;
        }
        var id = ids.next();
        if (alerts.alerts().isEmpty()) {
            answer(context, source.accepted(id, alerts));
            return;
        }
        var request = new AcceptedRequest(
                id,
                integration.id(),
                integration.serviceId(),
                source.format(),
                clock.instant(),
                // Formats that carry their key in the body: the raw body is kept and shown, the key is not.
                new String(body, StandardCharsets.UTF_8).replace(alerts.routingKey(), MASK),
                alerts.alerts());
        var parts = Portions.of(request, ids::next);
        int size = body.length / parts.size();
        Future.join(parts.stream().map(part -> relay.accept(part, size)).toList())
                .onComplete(durable -> {
                    if (durable.succeeded()) {
                        metrics.counter("belfry.ingest.accepted", "format", source.format())
                                .increment(alerts.alerts().size());
                        sample.stop(latencies.get(source.format()));
                        answer(context, source.accepted(id, alerts));
                    } else {
                        refuse(context, source, new Refusal.Busy());
                    }
                });
    }

    private void refuse(RoutingContext context, Source source, Refusal refusal) {
        metrics.counter(
                        "belfry.ingest.refused",
                        "format",
                        source.format(),
                        "reason",
                        refusal.getClass().getSimpleName())
                .increment();
        if (refusal instanceof Refusal.Busy) {
            context.response().putHeader("Retry-After", "5");
        }
        if (refusal instanceof Refusal.TooLarge) {
            // The rest of the body is not read.
            context.response().putHeader("Connection", "close");
        }
        answer(context, source.refused(refusal));
    }

    private static void answer(RoutingContext context, Answer answer) {
        if (!context.response().ended() && !context.response().closed()) {
            var response = context.response().setStatusCode(answer.status());
            answer.headers().forEach(response::putHeader);
            var content = answer.body();
            if (content == null) {
                response.end();
            } else {
                response.putHeader("Content-Type", answer.mediaType())
                        .end(
                                answer.mediaType().startsWith("text/")
                                        ? Buffer.buffer(content.toString())
                                        : Buffer.buffer(Json.bytes(content)));
            }
        }
    }
}
