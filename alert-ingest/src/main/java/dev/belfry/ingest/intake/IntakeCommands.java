package dev.belfry.ingest.intake;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.change.Change;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.ingest.flood.FloodRelay;
import dev.belfry.ingest.source.ChangeSignal;
import dev.belfry.ingest.source.Normalised;
import dev.belfry.ingest.source.Source;
import dev.belfry.ingest.spool.Durability;
import dev.belfry.platform.id.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what a request says: its alerts and its changes are durable before anybody is told so. */
public final class IntakeCommands {
    private static final String MASK = "[routing key]";

    private final FloodRelay flood;
    private final AlertRelay relay;
    private final Ids ids;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Map<String, Counter> accepted = new ConcurrentHashMap<>();

    public IntakeCommands(FloodRelay flood, AlertRelay relay, Ids ids, InstantSource clock, MeterRegistry metrics) {
        this.flood = flood;
        this.relay = relay;
        this.ids = ids;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Succeeds when all of it is durable.
     *
     * @param id the request
     * @param body as it came, as text
     */
    public Future<Durability> keep(
            UUID id, IntegrationEntry integration, String format, String body, Normalised.Accepted said) {
        // Formats that carry their key in the body: the raw body is kept and shown, the key is not.
        var raw = kept(body).replace(said.routingKey(), MASK);
        var kept = said.alerts().isEmpty()
                ? Future.succeededFuture(Durability.LOG)
                : flood.keep(
                        new AcceptedRequest(
                                id,
                                integration.id(),
                                integration.serviceId(),
                                format,
                                clock.instant(),
                                raw,
                                said.alerts()),
                        integration.perSecond());
        var all = said.changes().isEmpty() ? kept : withChanges(kept, integration, format, raw, said.changes());
        // The number alone: what was read need not stay in memory until it is durable.
        int alerts = said.alerts().size();
        return all.onSuccess(durable -> count(format, alerts));
    }

    /** One alert alone can be larger than a record of the log: its words are within their bounds, the end of its body is not kept. */
    private static String kept(String body) {
        return body.length() <= Source.SMALL ? body : body.substring(0, Source.SMALL - 1) + "…";
    }

    private Future<Durability> withChanges(
            Future<Durability> alerts,
            IntegrationEntry integration,
            String format,
            String raw,
            List<ChangeSignal> changes) {
        var all = new ArrayList<>(List.of(alerts));
        for (var change : changes) {
            all.add(relay.tell(
                    integration.serviceId(),
                    ids.next(),
                    Change.TYPE,
                    new Change(
                            ids.next(),
                            integration.id(),
                            integration.serviceId(),
                            format,
                            clock.instant(),
                            change.summary(),
                            change.source(),
                            change.occurredAt(),
                            change.details(),
                            change.links(),
                            raw)));
        }
        return Future.join(all)
                .map(done -> all.stream().allMatch(one -> one.result() == Durability.LOG)
                        ? Durability.LOG
                        : Durability.NODE);
    }

    private void count(String format, int alerts) {
        accepted.computeIfAbsent(format, first -> metrics.counter("belfry.ingest.accepted", "format", format))
                .increment(alerts);
    }
}
