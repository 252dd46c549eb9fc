package dev.belfry.incident.alert;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.incident.catalog.CatalogStore;
import dev.belfry.incident.catalog.Service;
import dev.belfry.incident.lifecycle.Decision;
import dev.belfry.incident.lifecycle.Held;
import dev.belfry.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.lifecycle.IncidentStore;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Takes in accepted requests, a batch at a time and never one by one.
 *
 * <pre>
 *   lock services ─▶ newest alert of each key ─▶ lock incidents ─▶ decide in memory ─▶ numbers ─▶ save
 * </pre>
 *
 * One writer of a service at a time: who holds its lock may open incidents of its groups.
 */
public final class AlertCommands {
    private final CatalogStore catalog;
    private final AlertStore store;
    private final IncidentStore incidents;
    private final IncidentCommands commands;
    private final InstantSource clock;
    private final Ids ids;
    private final MeterRegistry metrics;

    public AlertCommands(
            CatalogStore catalog,
            AlertStore store,
            IncidentStore incidents,
            IncidentCommands commands,
            InstantSource clock,
            Ids ids,
            MeterRegistry metrics) {
        this.catalog = catalog;
        this.store = store;
        this.incidents = incidents;
        this.commands = commands;
        this.clock = clock;
        this.ids = ids;
        this.metrics = metrics;
    }

    /** Makes alerts and incidents of the requests, in the given order. */
    public Future<Void> take(Tx tx, List<AcceptedRequest> accepted) {
        var requests = accepted.stream().map(Words::storable).toList();
        var keys = keysOf(requests);
        if (keys.isEmpty()) {
            return Future.succeededFuture();
        }
        return lockServices(tx, requests).compose(services -> {
            var doors = keys.keySet().stream()
                    .map(AlertKey::integrationId)
                    .distinct()
                    .toList();
            var names = catalog.integrationNames(tx, doors);
            return store.newest(tx, keys.keySet())
                    .compose(alerts -> lockIncidents(tx, services, keys, alerts)
                            .compose(held -> names.compose(
                                    known -> decide(tx, requests, new Intake.Known(services, known, alerts, held)))));
        });
    }

    private Future<Void> decide(Tx tx, List<AcceptedRequest> requests, Intake.Known known) {
        var intake = new Intake(known, clock.instant(), ids::next);
        requests.forEach(intake::listen);
        var outcome = intake.outcome();
        outcome.counted()
                .forEach((effect, count) -> metrics.counter(
                                "belfry.alerts", "effect", effect.name().toLowerCase(Locale.ROOT))
                        .increment(count));
        return incidents.numbers(tx, outcome.opened()).compose(numbers -> {
            var held = outcome.incidents().stream()
                    .map(one -> new Held(one.incident().numbered(numbers), one.openAlerts()))
                    .toList();
            var moves = outcome.moves().stream()
                    .map(moved -> moved.numbered(numbers))
                    .toList();
            return saved(tx, outcome.alerts(), held, moves);
        });
    }

    private Future<Void> saved(Tx tx, List<Alert> alerts, List<Held> held, List<Decision.Moved> moves) {
        var first = commands.save(tx, held, moves);
        return Future.all(first, store.save(tx, alerts)).mapEmpty();
    }

    /** The services of the batch; Belfry's own is locked last, and only when one is gone. */
    private Future<Map<UUID, Service>> lockServices(Tx tx, List<AcceptedRequest> requests) {
        Set<UUID> wanted = new HashSet<>();
        requests.forEach(request -> wanted.add(request.serviceId()));
        return catalog.lock(tx, wanted).compose(found -> {
            if (found.keySet().containsAll(wanted)) {
                return Future.succeededFuture(found);
            }
            return catalog.lock(tx, List.of(Service.BELFRY)).map(belfry -> {
                found.putAll(belfry);
                return found;
            });
        });
    }

    private Future<List<Held>> lockIncidents(
            Tx tx, Map<UUID, Service> services, Map<AlertKey, UUID> keys, Map<AlertKey, Alert> alerts) {
        Set<UUID> known = new LinkedHashSet<>();
        Set<Group> groups = new LinkedHashSet<>();
        keys.forEach((key, serviceId) -> {
            var alert = alerts.get(key);
            if (alert != null && alert.open()) {
                known.add(alert.incidentId());
            }
            var service = Intake.serviceOf(services, serviceId);
            groups.add(new Group(service.id(), Intake.groupKey(service, key)));
        });
        var all = new ArrayList<>(groups);
        return incidents.lock(
                tx,
                known,
                all.stream().map(Group::serviceId).toList(),
                all.stream().map(Group::key).toList());
    }

    private static Map<AlertKey, UUID> keysOf(List<AcceptedRequest> requests) {
        var keys = new LinkedHashMap<AlertKey, UUID>();
        for (var request : requests) {
            for (var signal : request.alerts()) {
                keys.put(new AlertKey(request.integrationId(), signal.dedupKey()), request.serviceId());
            }
        }
        return keys;
    }

    /** A group of a service. */
    private record Group(UUID serviceId, String key) {}
}
