package dev.belfry.incident.signal.heartbeat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.heartbeat.HeartbeatEntry;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.signal.alert.AlertCommands;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes heartbeats: what people decide of them, what pings say, and what the passing of time means.
 *
 * <p>Whoever fires or ends an alert locks the service first and then the heartbeat, as the intake of alerts does.
 */
public final class HeartbeatCommands {
    private static final int AT_ONCE = 500;

    /** Ticks come every five seconds; where this much is missing, Belfry was deaf. */
    static final Duration DEAFNESS = Duration.ofSeconds(30);

    private final Database database;
    private final CatalogStore catalog;
    private final HeartbeatStore store;
    private final AlertCommands alerts;
    private final InstantSource clock;
    private final Ids ids;
    private final Supplier<UUID> pingKeys;
    private final MeterRegistry metrics;

    /** @param pingKeys makes fresh secrets */
    public HeartbeatCommands(
            Database database,
            CatalogStore catalog,
            HeartbeatStore store,
            AlertCommands alerts,
            InstantSource clock,
            Ids ids,
            Supplier<UUID> pingKeys,
            MeterRegistry metrics) {
        this.database = database;
        this.catalog = catalog;
        this.store = store;
        this.alerts = alerts;
        this.clock = clock;
        this.ids = ids;
        this.pingKeys = pingKeys;
        this.metrics = metrics;
    }

    /** @param integrationId through whose key it is made; null when a person makes it */
    public Future<Outcome> add(UUID id, UUID serviceId, @Nullable UUID integrationId, Plan plan) {
        var fault = plan.fault(clock.instant());
        if (fault != null) {
            return Future.succeededFuture(new Outcome.Invalid(fault.field(), fault.reason()));
        }
        return database.transact(tx -> catalog.lock(tx, List.of(serviceId)).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Outcome.Invalid("service", "There is no such service."));
            }
            var heartbeat = Heartbeat.made(id, serviceId, integrationId, plan, key(), clock.instant());
            return store.add(tx, heartbeat).map(added -> {
                if (!added) {
                    return new Outcome.Invalid(
                            "slug",
                            "Another heartbeat of this service has this slug, or the service has "
                                    + HeartbeatStore.MOST_OF_SERVICE + " already.");
                }
                tell(tx, heartbeat.entry().key(), heartbeat.entry());
                return new Outcome.Done();
            });
        }));
    }

    /** @param seen the version the one who asks has seen; null when it does not matter */
    public Future<Outcome> change(UUID id, Plan plan, @Nullable Long seen) {
        var fault = plan.fault(clock.instant());
        if (fault != null) {
            return Future.succeededFuture(new Outcome.Invalid(fault.field(), fault.reason()));
        }
        return locked(id, (tx, before) -> {
            if (seen != null && seen != before.version()) {
                return Future.succeededFuture(new Outcome.Stale());
            }
            return store.slugTaken(tx, before.serviceId(), plan.slug(), id).compose(taken -> {
                if (taken) {
                    return Future.succeededFuture(
                            new Outcome.Invalid("slug", "Another heartbeat of this service has this slug."));
                }
                var after = before.planned(plan);
                tell(tx, after.entry().key(), after.entry());
                return store.change(tx, after).map(new Outcome.Done());
            });
        });
    }

    public Future<Outcome> remove(UUID id) {
        return locked(id, (tx, before) -> {
            tell(tx, before.entry().key(), null);
            return store.remove(tx, id).compose(removed -> ended(tx, before)).map(new Outcome.Done());
        });
    }

    /** Its alert ends with it: nobody is to be paged about what nobody watches. */
    public Future<Outcome> pause(UUID id) {
        return locked(id, (tx, before) -> {
            if (!before.enabled()) {
                return Future.succeededFuture(new Outcome.Done());
            }
            return store.change(tx, before.paused())
                    .compose(changed -> ended(tx, before))
                    .map(new Outcome.Done());
        });
    }

    public Future<Outcome> resume(UUID id) {
        return locked(
                id,
                (tx, before) -> before.enabled()
                        ? Future.succeededFuture(new Outcome.Done())
                        : store.change(tx, before.resumed()).map(new Outcome.Done()));
    }

    private Future<Outcome> locked(UUID id, BiFunction<Tx, Heartbeat, Future<Outcome>> step) {
        return store.find(id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Outcome.Missing())
                        : database.transact(tx -> catalog.lock(
                                        tx, List.of(found.get().serviceId()))
                                .compose(locked -> store.lock(tx, id))
                                .compose(now -> now.isEmpty()
                                        ? Future.succeededFuture(new Outcome.Missing())
                                        : step.apply(tx, now.get()))));
    }

    private Future<Void> ended(Tx tx, Heartbeat before) {
        return before.alerting()
                ? alerts.take(tx, List.of(HeartbeatAlert.over(before, ids.next(), clock.instant())))
                : Future.succeededFuture();
    }

    /** Takes in pings in the order in which they were accepted; one that was taken in before changes nothing. */
    Future<Void> pinged(Tx tx, List<HeartbeatPing> pings) {
        var services =
                pings.stream().map(HeartbeatPing::serviceId).distinct().sorted().toList();
        return catalog.lock(tx, services)
                .compose(locked -> makeUnknown(tx, pings))
                .compose(made -> store.lock(tx, pings))
                .compose(found -> hear(tx, pings, found));
    }

    private Future<Void> makeUnknown(Tx tx, List<HeartbeatPing> pings) {
        var wanted = new LinkedHashMap<String, Heartbeat>();
        for (var ping : pings) {
            var slug = ping.slug();
            if (ping.heartbeatId() == null && slug != null) {
                var plan = Plan.unasked(slug);
                if (plan.fault(ping.receivedAt()) == null) {
                    wanted.computeIfAbsent(
                            ping.serviceId() + "/" + slug,
                            first -> Heartbeat.made(
                                    ids.next(),
                                    ping.serviceId(),
                                    ping.integrationId(),
                                    plan,
                                    key(),
                                    ping.receivedAt()));
                }
            }
        }
        var adding = wanted.values().stream()
                .map(heartbeat -> store.add(tx, heartbeat).onSuccess(added -> {
                    if (added) {
                        tell(tx, heartbeat.entry().key(), heartbeat.entry());
                    }
                }))
                .toList();
        return Future.join(adding).mapEmpty();
    }

    private Future<Void> hear(Tx tx, List<HeartbeatPing> pings, List<Heartbeat> found) {
        Map<UUID, Heartbeat> byId = new LinkedHashMap<>();
        Map<String, UUID> bySlug = new LinkedHashMap<>();
        for (var heartbeat : found) {
            byId.put(heartbeat.id(), heartbeat);
            bySlug.put(heartbeat.serviceId() + "/" + heartbeat.plan().slug(), heartbeat.id());
        }
        var known = new ArrayList<HeartbeatPing>();
        var of = new ArrayList<UUID>();
        for (var ping : pings) {
            var id = ping.heartbeatId() == null ? bySlug.get(ping.serviceId() + "/" + ping.slug()) : ping.heartbeatId();
            var heartbeat = id == null ? null : byId.get(id);
            if (heartbeat != null && heartbeat.serviceId().equals(ping.serviceId())) {
                known.add(ping);
                of.add(heartbeat.id());
            } else {
                count("unknown");
            }
        }
        return store.keep(tx, known, of).compose(fresh -> apply(tx, known, of, fresh, byId));
    }

    private Future<Void> apply(
            Tx tx, List<HeartbeatPing> pings, List<UUID> of, Set<UUID> fresh, Map<UUID, Heartbeat> byId) {
        var changed = new LinkedHashMap<UUID, Heartbeat>();
        var requests = new ArrayList<AcceptedRequest>();
        for (int i = 0; i < pings.size(); i++) {
            var ping = pings.get(i);
            var before = byId.get(of.get(i));
            if (before == null || !fresh.contains(ping.id())) {
                continue;
            }
            count(ping.kind().name().toLowerCase(Locale.ROOT));
            var after = before.pinged(ping);
            byId.put(after.id(), after);
            changed.put(after.id(), after);
            if (after.alerting() && Heartbeat.failure(ping)) {
                requests.add(HeartbeatAlert.failed(after, ping));
            } else if (before.alerting() && !after.alerting()) {
                requests.add(HeartbeatAlert.over(after, ping.id(), ping.receivedAt()));
            }
        }
        return store.stand(tx, changed.values()).compose(stood -> alerts.take(tx, requests));
    }

    /** Lets time pass on a partition: everything that was accepted before this moment has been read. */
    Future<Void> tick(Tx tx, int part, Instant at) {
        return store.tick(tx, part, at, DEAFNESS).compose(before -> {
            if (before.isPresent() && !at.isAfter(before.get())) {
                return Future.succeededFuture();
            }
            // The first tick ever is the end of a deafness too: nobody knows what was said before.
            return before.isEmpty() || before.get().plus(DEAFNESS).isBefore(at)
                    ? forgive(tx, part, at)
                    : tellSilent(tx, part, at);
        });
    }

    private Future<Void> forgive(Tx tx, int part, Instant at) {
        return store.lockAwaited(tx, part).compose(awaited -> {
            var moved = new ArrayList<Heartbeat>();
            for (var heartbeat : awaited) {
                var after = heartbeat.deafUntil(at);
                if (!after.equals(heartbeat)) {
                    moved.add(after);
                }
            }
            return store.stand(tx, moved);
        });
    }

    private Future<Void> tellSilent(Tx tx, int part, Instant at) {
        return store.servicesDue(tx, part, at)
                .compose(services -> services.isEmpty()
                        ? Future.succeededFuture()
                        : catalog.lock(tx, services)
                                .compose(locked -> store.lockDue(tx, part, at))
                                .compose(due -> tellSilent(tx, due, at)));
    }

    private Future<Void> tellSilent(Tx tx, List<Heartbeat> due, Instant at) {
        var silent = due.stream().filter(heartbeat -> heartbeat.missed(at)).toList();
        silent.forEach(heartbeat -> count("missed"));
        var requests = silent.stream()
                .map(heartbeat -> HeartbeatAlert.silent(heartbeat, at))
                .toList();
        return store.stand(tx, silent.stream().map(Heartbeat::silent).toList())
                .compose(stood -> alerts.take(tx, requests));
    }

    /** Publishes all heartbeats again. */
    public Future<Void> publish(Tx tx) {
        return publish(tx, new UUID(0, 0));
    }

    private Future<Void> publish(Tx tx, UUID after) {
        return store.list(null, after, AT_ONCE).compose(found -> {
            found.forEach(heartbeat -> tell(tx, heartbeat.entry().key(), heartbeat.entry()));
            return found.size() < AT_ONCE
                    ? Future.succeededFuture()
                    : publish(tx, found.getLast().id());
        });
    }

    private void tell(Tx tx, String key, @Nullable HeartbeatEntry entry) {
        tx.emit(new Message(ids.next(), Topics.INTEGRATIONS.name(), key, HeartbeatEntry.TYPE, key, entry));
    }

    private String key() {
        return pingKeys.get().toString();
    }

    private void count(String what) {
        metrics.counter("belfry.heartbeat", "ping", what).increment();
    }
}
