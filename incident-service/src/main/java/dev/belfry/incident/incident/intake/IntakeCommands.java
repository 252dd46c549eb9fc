package dev.belfry.incident.incident.intake;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.catalog.service.Words;
import dev.belfry.incident.incident.dependency.DependencyStore;
import dev.belfry.incident.incident.dependency.Down;
import dev.belfry.incident.incident.lifecycle.Decision;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.storm.StormStore;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.incident.signal.alert.Alert;
import dev.belfry.incident.signal.alert.AlertCommands;
import dev.belfry.incident.signal.alert.AlertKey;
import dev.belfry.incident.signal.alert.AlertStore;
import dev.belfry.incident.signal.alert.ListeningQueries;
import dev.belfry.incident.signal.alert.OverdueStore;
import dev.belfry.incident.signal.alert.Silenced;
import dev.belfry.incident.signal.maintenance.MaintenanceStore;
import dev.belfry.incident.signal.rule.RuleStore;
import dev.belfry.incident.signal.rule.Rulebook;
import dev.belfry.incident.signal.rule.Verdict;
import dev.belfry.incident.signal.silence.Quiet;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Takes in accepted requests, a batch at a time and never one by one.
 *
 * <pre>
 *   ask the rules ─▶ lock services ─▶ newest alert of each key ─▶ lock incidents ─▶ decide in memory ─▶ numbers ─▶ save
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
    private final MaintenanceStore maintenance;
    private final DependencyStore dependencies;
    private final StormStore storms;
    private final RuleStore rules;
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
            MaintenanceStore maintenance,
            DependencyStore dependencies,
            StormStore storms,
            RuleStore rules,
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
        this.maintenance = maintenance;
        this.dependencies = dependencies;
        this.storms = storms;
        this.rules = rules;
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
        // Which services are locked depends on the rules; both statements travel together.
        var book = rules.book(tx);
        return store.apply(tx, accepted.stream().map(AcceptedRequest::id).toList())
                .compose(fresh -> book.compose(read -> take(tx, read, onceEach(accepted, fresh))));
    }

    private static List<AcceptedRequest> onceEach(List<AcceptedRequest> accepted, Set<UUID> fresh) {
        var left = new HashSet<>(fresh);
        return accepted.stream()
                .filter(request -> left.remove(request.id()))
                .map(Words::storable)
                .toList();
    }

    private Future<Void> take(Tx tx, Rulebook book, List<AcceptedRequest> requests) {
        var keys = keysOf(requests);
        if (keys.isEmpty()) {
            return Future.succeededFuture();
        }
        var verdicts = verdicts(book, requests);
        var wanted = new HashSet<UUID>();
        requests.forEach(request -> wanted.add(request.serviceId()));
        verdicts.values().forEach(verdict -> {
            if (verdict.route() != null) {
                wanted.add(verdict.route());
            }
        });
        // An alert that a rule has sent elsewhere stays there, whatever the rules say now.
        var elsewhere = book.routes() ? store.servicesOf(tx, keys) : Future.succeededFuture(Set.<UUID>of());
        return elsewhere.compose(more -> {
            wanted.addAll(more);
            return lockServices(tx, wanted, requests).compose(services -> take(tx, services, verdicts, requests, keys));
        });
    }

    private Future<Void> take(
            Tx tx,
            Map<UUID, Service> services,
            Map<UUID, Verdict> verdicts,
            List<AcceptedRequest> requests,
            Set<AlertKey> keys) {
        var names = names(tx, keys);
        var active = quiet(tx, services.keySet());
        var down = down(tx, services);
        var stormy = storms.of(tx, services.keySet());
        return store.newest(tx, keys)
                .compose(alerts -> lockIncidents(tx, alerts, groups(services, verdicts, requests, alerts))
                        .compose(held -> Future.all(names, active, down, stormy)
                                .map(all -> new Intake.Known(
                                        services,
                                        names.result(),
                                        alerts,
                                        held,
                                        active.result(),
                                        verdicts,
                                        down.result(),
                                        stormy.result()))))
                .compose(known -> decide(tx, known, intake -> requests.forEach(intake::listen)));
    }

    /** What the event rules say about each signal that fires; a resolve passes every rule. */
    private static Map<UUID, Verdict> verdicts(Rulebook book, List<AcceptedRequest> requests) {
        var verdicts = new HashMap<UUID, Verdict>();
        for (var request : requests) {
            for (var signal : request.alerts()) {
                var verdict = signal.action() == AlertAction.TRIGGER ? book.judge(request, signal) : null;
                if (verdict != null) {
                    verdicts.put(signal.id(), verdict);
                }
            }
        }
        return verdicts;
    }

    /** The silences that are active for these services, and the maintenance windows that are open. */
    private Future<List<Quiet>> quiet(Tx tx, Collection<UUID> services) {
        var silent = silences.active(tx, services);
        var windows = maintenance.active(tx, services);
        return Future.all(silent, windows).map(both -> {
            var all = new ArrayList<Quiet>(silent.result());
            all.addAll(windows.result());
            return all;
        });
    }

    /** What keeps new incidents from paging; asked only for services that want that, which nearly none does. */
    private Future<Map<UUID, Down>> down(Tx tx, Map<UUID, Service> services) {
        var asking = services.values().stream()
                .filter(service -> service.dependencies().quiet()
                        && !service.dependencies().needs().isEmpty())
                .map(Service::id)
                .toList();
        return asking.isEmpty() ? Future.succeededFuture(Map.of()) : dependencies.down(tx, asking);
    }

    /** Sees to the alerts of a service that were held back by silences, maintenance and pauses that are over. */
    public Future<Void> release(Tx tx, UUID serviceId) {
        var now = clock.instant();
        return catalog.lock(tx, List.of(serviceId))
                .compose(services -> services.isEmpty()
                        ? Future.succeededFuture()
                        : quiet(tx, List.of(serviceId))
                                .compose(active -> overdue.released(
                                                tx,
                                                serviceId,
                                                active.stream()
                                                        .<UUID>map(Quiet::id)
                                                        .toList(),
                                                now,
                                                MOST_AT_ONCE)
                                        .compose(free -> release(tx, services, active, free))
                                        .compose(done -> overdue.nextRelease(tx, serviceId, now))
                                        .map(next -> {
                                            next.ifPresent(at -> tx.arm(pauseEnd(serviceId, at)));
                                            return null;
                                        })));
    }

    private Future<Void> release(Tx tx, Map<UUID, Service> services, List<Quiet> active, List<Silenced> free) {
        if (free.isEmpty()) {
            return Future.succeededFuture();
        }
        var keys = new LinkedHashSet<AlertKey>();
        var groups = new LinkedHashSet<Group>();
        free.forEach(one -> {
            var service = Intake.serviceOf(services, one.alert().serviceId());
            keys.add(one.alert().key());
            groups.add(new Group(service.id(), GroupKey.of(service, one)));
        });
        if (free.size() == MOST_AT_ONCE) {
            tx.arm(SilenceCommands.look(ids.next(), free.getFirst().alert().serviceId()));
        }
        var down = down(tx, services);
        var stormy = storms.of(tx, services.keySet());
        return names(tx, keys)
                .compose(names -> lockIncidents(tx, Map.of(), groups)
                        .compose(held -> Future.all(down, stormy)
                                .map(both -> new Intake.Known(
                                        services,
                                        names,
                                        Map.of(),
                                        held,
                                        active,
                                        Map.of(),
                                        down.result(),
                                        stormy.result()))))
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
                .map(held ->
                        new Intake.Known(services, Map.of(), Map.of(), held, List.of(), Map.of(), Map.of(), Map.of()))
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
        armPauses(tx, known, outcome.alerts());
        return incidents.numbers(tx, outcome.opened()).compose(numbers -> {
            var held = outcome.incidents().stream()
                    .map(one -> one.with(one.incident().numbered(numbers)))
                    .toList();
            var moves = outcome.moves().stream()
                    .map(moved -> moved.numbered(numbers))
                    .toList();
            var first = commands.save(tx, held, moves);
            var told = timeline.addLocked(tx, outcome.lines());
            var waiting = waiting(moves);
            var waits = waiting.isEmpty() ? Future.<Void>succeededFuture() : dependencies.remember(tx, waiting);
            return Future.all(first, store.save(tx, outcome.alerts()), told, waits, storms.save(tx, outcome.storms()))
                    .mapEmpty();
        });
    }

    private static List<DependencyStore.Waiting> waiting(List<Decision.Moved> moves) {
        var waiting = new ArrayList<DependencyStore.Waiting>();
        for (var moved : moves) {
            var until = moved.after().snoozedUntil();
            if (moved.happened() == Happened.TRIGGERED && until != null) {
                waiting.add(new DependencyStore.Waiting(
                        moved.after().id(), moved.after().serviceId(), until, true));
            }
        }
        return waiting;
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

    private void armPauses(Tx tx, Intake.Known known, List<Alert> alerts) {
        var moments = new HashSet<TimerOrder>();
        for (var alert : alerts) {
            var before = known.alerts().get(alert.key());
            var until = alert.hold() == null ? null : alert.hold().until();
            if (until != null && alert.open() && (before == null || !Objects.equals(alert.hold(), before.hold()))) {
                moments.add(pauseEnd(alert.serviceId(), until));
            }
        }
        moments.forEach(tx::arm);
    }

    /** At most one timer for a service and a second. */
    private TimerOrder pauseEnd(UUID serviceId, Instant until) {
        var moment = Instant.ofEpochSecond(until.getEpochSecond() + 1);
        return new TimerOrder(
                Ids.derived("pause-end", serviceId, moment.getEpochSecond()),
                SilenceCommands.LOOK,
                serviceId,
                0,
                0,
                0,
                Duration.between(clock.instant(), moment));
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

    /** The services of the batch; Belfry's own is locked last, and only when a sender's is gone. */
    private Future<Map<UUID, Service>> lockServices(Tx tx, Set<UUID> wanted, List<AcceptedRequest> requests) {
        return catalog.lock(tx, wanted).compose(found -> {
            if (requests.stream().allMatch(request -> found.containsKey(request.serviceId()))) {
                return Future.succeededFuture(found);
            }
            return catalog.lock(tx, List.of(Service.BELFRY)).map(belfry -> {
                found.putAll(belfry);
                return found;
            });
        });
    }

    /** The groups the batch may open or join an incident of. */
    private static Set<Group> groups(
            Map<UUID, Service> services,
            Map<UUID, Verdict> verdicts,
            List<AcceptedRequest> requests,
            Map<AlertKey, Alert> alerts) {
        Set<Group> groups = new LinkedHashSet<>();
        for (var request : requests) {
            for (var signal : request.alerts()) {
                var key = new AlertKey(request.integrationId(), signal.dedupKey());
                var verdict = verdicts.get(signal.id());
                var alert = alerts.get(key);
                var places = new ArrayList<>(List.of(request.serviceId()));
                if (verdict != null && verdict.route() != null && services.containsKey(verdict.route())) {
                    places.add(verdict.route());
                }
                if (alert != null && alert.open()) {
                    places.add(alert.serviceId());
                }
                for (var place : places) {
                    var service = Intake.serviceOf(services, place);
                    var said = verdict == null ? signal : verdict.signal();
                    groups.add(new Group(service.id(), GroupKey.of(service, key, said)));
                }
            }
        }
        return groups;
    }

    private Future<List<Held>> lockIncidents(Tx tx, Map<AlertKey, Alert> alerts, Set<Group> groups) {
        Set<UUID> known = new LinkedHashSet<>();
        Set<UUID> apart = new LinkedHashSet<>();
        alerts.values().forEach(alert -> {
            if (alert.incidentId() == null) {
                return;
            }
            if (alert.open() || alert.apart() || !alert.earlier().isEmpty()) {
                known.add(alert.incidentId());
            }
            if (alert.apart() && !alert.open()) {
                apart.add(alert.incidentId());
            }
        });
        return incidents.lock(
                tx,
                known,
                apart,
                groups.stream().map(Group::serviceId).toList(),
                groups.stream().map(Group::key).toList());
    }

    private static Set<AlertKey> keysOf(List<AcceptedRequest> requests) {
        var keys = new LinkedHashSet<AlertKey>();
        for (var request : requests) {
            for (var signal : request.alerts()) {
                keys.add(new AlertKey(request.integrationId(), signal.dedupKey()));
            }
        }
        return keys;
    }

    /** A group of a service. */
    private record Group(UUID serviceId, String key) {}
}
