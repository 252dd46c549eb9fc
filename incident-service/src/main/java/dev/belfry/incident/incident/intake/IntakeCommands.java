package dev.belfry.incident.incident.intake;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.catalog.service.Words;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.incident.signal.alert.Alert;
import dev.belfry.incident.signal.alert.AlertCommands;
import dev.belfry.incident.signal.alert.AlertKey;
import dev.belfry.incident.signal.alert.AlertStore;
import dev.belfry.incident.signal.alert.ListeningQueries;
import dev.belfry.incident.signal.alert.OverdueStore;
import dev.belfry.incident.signal.alert.Silenced;
import dev.belfry.incident.signal.silence.Silence;
import dev.belfry.incident.signal.silence.SilenceCommands;
import dev.belfry.incident.signal.silence.SilenceStore;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Takes in accepted requests, a batch at a time and never one by one.
 *
 * <pre>
 *   lock services ─▶ newest alert of each key ─▶ lock incidents ─▶ decide in memory ─▶ numbers ─▶ save
 * </pre>
 *
 * One writer of a service at a time: who holds its lock may open incidents of its groups, and which silences are active
 * is asked under that lock, so that the end of a silence finds every alert it had held back.
 */
public final class IntakeCommands implements AlertCommands {
    public static final String EXPIRY = "alert-expiry";
    private static final int MOST_AT_ONCE = 2_000;

    // A busy sender says thousands of alerts again each minute: timers of one service share a few moments.
    private static final long GRID_SECONDS = 5;
    private static final Duration SOONEST = Duration.ofSeconds(2);

    private final CatalogStore catalog;
    private final AlertStore store;
    private final OverdueStore overdue = new OverdueStore();
    private final SilenceStore silences;
    private final ListeningQueries listening;
    private final IncidentStore incidents;
    private final IncidentCommands commands;
    private final TimelineStore timeline;
    private final InstantSource clock;
    private final Ids ids;
    private final MeterRegistry metrics;

    public IntakeCommands(
            CatalogStore catalog,
            AlertStore store,
            SilenceStore silences,
            ListeningQueries listening,
            IncidentStore incidents,
            IncidentCommands commands,
            TimelineStore timeline,
            InstantSource clock,
            Ids ids,
            MeterRegistry metrics) {
        this.catalog = catalog;
        this.store = store;
        this.silences = silences;
        this.listening = listening;
        this.incidents = incidents;
        this.commands = commands;
        this.timeline = timeline;
        this.clock = clock;
        this.ids = ids;
        this.metrics = metrics;
    }

    /** Makes alerts and incidents of the requests, in the given order; one that was applied before is passed over. */
    @Override
    public Future<Void> take(Tx tx, List<AcceptedRequest> accepted) {
        if (accepted.isEmpty()) {
            return Future.succeededFuture();
        }
        // The services are locked first, as everywhere; both statements travel together.
        var services = lockServices(tx, accepted);
        return store.apply(tx, accepted.stream().map(AcceptedRequest::id).toList())
                .compose(fresh -> services.compose(locked -> take(tx, locked, onceEach(accepted, fresh))));
    }

    private static List<AcceptedRequest> onceEach(List<AcceptedRequest> accepted, Set<UUID> fresh) {
        var left = new HashSet<>(fresh);
        return accepted.stream()
                .filter(request -> left.remove(request.id()))
                .map(Words::storable)
                .toList();
    }

    private Future<Void> take(Tx tx, Map<UUID, Service> services, List<AcceptedRequest> requests) {
        var keys = keysOf(requests);
        if (keys.isEmpty()) {
            return Future.succeededFuture();
        }
        var names = names(tx, keys.keySet());
        var active = silences.active(tx, services.keySet());
        return store.newest(tx, keys.keySet())
                .compose(alerts -> lockIncidents(tx, services, keys, alerts)
                        .compose(held -> Future.all(names, active)
                                .map(both ->
                                        new Intake.Known(services, names.result(), alerts, held, active.result()))))
                .compose(known -> decide(tx, known, intake -> requests.forEach(intake::listen)));
    }

    /** Sees to the alerts of a service that were held back by silences that are over. */
    public Future<Void> release(Tx tx, UUID serviceId) {
        return catalog.lock(tx, List.of(serviceId))
                .compose(services -> services.isEmpty()
                        ? Future.succeededFuture()
                        : silences.active(tx, List.of(serviceId))
                                .compose(active -> overdue.released(
                                                tx,
                                                serviceId,
                                                active.stream().map(Silence::id).toList(),
                                                MOST_AT_ONCE)
                                        .compose(free -> release(tx, services, active, free))));
    }

    private Future<Void> release(Tx tx, Map<UUID, Service> services, List<Silence> active, List<Silenced> free) {
        if (free.isEmpty()) {
            return Future.succeededFuture();
        }
        var keys = new LinkedHashMap<AlertKey, UUID>();
        free.forEach(one -> keys.put(one.alert().key(), one.alert().serviceId()));
        if (free.size() == MOST_AT_ONCE) {
            tx.arm(SilenceCommands.look(ids.next(), free.getFirst().alert().serviceId()));
        }
        return names(tx, keys.keySet())
                .compose(names -> lockIncidents(tx, services, keys, Map.of())
                        .map(held -> new Intake.Known(services, names, Map.of(), held, active)))
                .compose(known -> decide(tx, known, intake -> free.forEach(intake::release)));
    }

    /** Resolves the alerts of a service that its senders have forgotten, and comes back for the next one. */
    public Future<Void> expire(Tx tx, UUID serviceId) {
        return catalog.lock(tx, List.of(serviceId))
                .compose(services -> services.isEmpty()
                        ? Future.succeededFuture()
                        : listening
                                .of(tx, serviceId)
                                .compose(heard -> heard.countsSilence()
                                        ? overdue.expired(tx, serviceId, heard.until(), MOST_AT_ONCE)
                                        : Future.succeededFuture(List.<Alert>of()))
                                .compose(over -> expire(tx, services, over))
                                .compose(done -> overdue.nextExpiry(tx, serviceId))
                                .map(next -> {
                                    next.ifPresent(at -> tx.arm(expiry(serviceId, at)));
                                    return null;
                                }));
    }

    private Future<Void> expire(Tx tx, Map<UUID, Service> services, List<Alert> over) {
        if (over.isEmpty()) {
            return Future.succeededFuture();
        }
        var of = new LinkedHashSet<UUID>();
        over.forEach(alert -> {
            if (alert.incidentId() != null) {
                of.add(alert.incidentId());
            }
        });
        return incidents
                .lock(tx, of)
                .map(held -> new Intake.Known(services, Map.of(), Map.of(), held, List.of()))
                .compose(known -> decide(tx, known, intake -> over.forEach(intake::expire)));
    }

    private Future<Void> decide(Tx tx, Intake.Known known, Consumer<Intake> hear) {
        var intake = new Intake(known, clock.instant(), ids::next);
        hear.accept(intake);
        var outcome = intake.outcome();
        outcome.counted()
                .forEach((effect, count) -> metrics.counter(
                                "belfry.alerts", "effect", effect.name().toLowerCase(Locale.ROOT))
                        .increment(count));
        armExpiry(tx, known, outcome.alerts());
        return incidents.numbers(tx, outcome.opened()).compose(numbers -> {
            var held = outcome.incidents().stream()
                    .map(one -> new Held(one.incident().numbered(numbers), one.openAlerts()))
                    .toList();
            var moves = outcome.moves().stream()
                    .map(moved -> moved.numbered(numbers))
                    .toList();
            var first = commands.save(tx, held, moves);
            var told = timeline.add(tx, outcome.lines());
            return Future.all(first, store.save(tx, outcome.alerts()), told).mapEmpty();
        });
    }

    /** Only for what begins, or is over sooner than it was: the timer that fires finds the next one. */
    private void armExpiry(Tx tx, Intake.Known known, List<Alert> alerts) {
        var earliest = new HashMap<UUID, Instant>();
        for (var alert : alerts) {
            var before = known.alerts().get(alert.key());
            var at = alert.expiresAt();
            if (at != null && alert.latest() != null && alert.open() && alert.expiresSoonerThan(before)) {
                earliest.merge(alert.serviceId(), at, (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        earliest.forEach((service, at) -> tx.arm(expiry(service, at)));
    }

    /** At most one timer for a service and a moment of the grid. */
    private TimerOrder expiry(UUID serviceId, Instant at) {
        var now = clock.instant();
        var soonest = now.plus(SOONEST);
        var due = at.isBefore(soonest) ? soonest : at;
        var moment = Instant.ofEpochSecond((due.getEpochSecond() / GRID_SECONDS + 1) * GRID_SECONDS);
        return new TimerOrder(
                Ids.derived(EXPIRY, serviceId, moment.getEpochSecond()),
                EXPIRY,
                serviceId,
                0,
                0,
                0,
                Duration.between(now, moment));
    }

    private Future<Map<UUID, String>> names(Tx tx, Collection<AlertKey> keys) {
        return catalog.integrationNames(
                tx, keys.stream().map(AlertKey::integrationId).distinct().toList());
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
            if (alert != null && alert.open() && alert.incidentId() != null) {
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
