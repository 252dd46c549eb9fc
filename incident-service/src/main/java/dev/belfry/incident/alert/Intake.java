package dev.belfry.incident.alert;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.catalog.Grouping;
import dev.belfry.incident.catalog.Service;
import dev.belfry.incident.lifecycle.Command;
import dev.belfry.incident.lifecycle.Decision;
import dev.belfry.incident.lifecycle.Held;
import dev.belfry.incident.lifecycle.Lifecycle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns a batch of accepted requests into alerts and incidents, in memory and in the order in which they were accepted.
 *
 * <p>One intake decides one batch: it is told what is known, listens to each request, and then tells what changed.
 */
final class Intake {
    private final Known known;
    private final Instant now;
    private final Supplier<UUID> ids;
    private final Map<AlertKey, Alert> alerts;
    private final Map<UUID, Alert> changedAlerts = new LinkedHashMap<>();
    private final Map<UUID, Held> incidents = new HashMap<>();
    private final Map<String, UUID> openOfGroup = new HashMap<>();
    private final Map<UUID, Joining> joining = new LinkedHashMap<>();
    private final Map<UUID, Held> changedIncidents = new LinkedHashMap<>();
    private final List<Decision.Moved> moves = new ArrayList<>();
    private final Map<Effect, Integer> counted = new HashMap<>();
    private int opened;

    /**
     * What is known before a batch.
     *
     * @param services those the batch speaks of, and Belfry's own for those that are gone
     * @param integrations the names of the doors, where they still are
     * @param alerts the newest alert of each key, firing or not
     * @param incidents the open incidents of those alerts and of the groups the batch may join
     */
    record Known(
            Map<UUID, Service> services,
            Map<UUID, String> integrations,
            Map<AlertKey, Alert> alerts,
            List<Held> incidents) {}

    /** What became of a signal, for counting. */
    enum Effect {
        BEGUN,
        REPEATED,
        RESOLVED,
        ACKNOWLEDGED,
        STALE,
        UNKNOWN_KEY
    }

    /**
     * What changed.
     *
     * @param moves every change of an incident, in order; numbers of new incidents are -1, -2, … until given
     * @param opened how many incidents are new
     */
    record Outcome(
            List<Alert> alerts,
            List<Held> incidents,
            List<Decision.Moved> moves,
            int opened,
            Map<Effect, Integer> counted) {}

    /** Alerts that join an incident and are told in one go. */
    private static final class Joining {
        private final Actor by;
        private final String summary;
        private int count;

        Joining(Actor by, String summary) {
            this.by = by;
            this.summary = summary;
        }
    }

    Intake(Known known, Instant now, Supplier<UUID> ids) {
        this.known = known;
        this.now = now;
        this.ids = ids;
        this.alerts = new HashMap<>(known.alerts());
        for (var held : known.incidents()) {
            incidents.put(held.incident().id(), held);
            if (held.incident().open()) {
                openOfGroup.put(
                        group(held.incident().serviceId(), held.incident().groupKey()),
                        held.incident().id());
            }
        }
    }

    /** The group an alert belongs to within its service. */
    static String groupKey(Service service, AlertKey key) {
        return service.grouping() == Grouping.SERVICE
                ? "service"
                : "alert:" + key.integrationId() + ":" + key.dedupKey();
    }

    /** The service an alert is about; Belfry's own when it is gone, for silence is worse than a coarse page. */
    static Service serviceOf(Map<UUID, Service> services, UUID serviceId) {
        var service = services.get(serviceId);
        if (service == null) {
            service = services.get(Service.BELFRY);
        }
        if (service == null) {
            throw new NoSuchElementException("Belfry's own service is gone");
        }
        return service;
    }

    void listen(AcceptedRequest request) {
        for (AlertSignal signal : request.alerts()) {
            var heard = new Heard(request, signal);
            var effect = switch (signal.action()) {
                case TRIGGER -> trigger(heard);
                case ACKNOWLEDGE -> acknowledge(heard);
                case RESOLVE -> resolve(heard);
            };
            counted.merge(effect, 1, Integer::sum);
        }
    }

    Outcome outcome() {
        List.copyOf(joining.keySet()).forEach(this::tellJoining);
        return new Outcome(
                List.copyOf(changedAlerts.values()),
                List.copyOf(changedIncidents.values()),
                List.copyOf(moves),
                opened,
                Map.copyOf(counted));
    }

    private Effect trigger(Heard heard) {
        var alert = latestOf(heard.key());
        if (alert != null && alert.open()) {
            keep(alert.repeated(heard));
            command(alert.incidentId(), new Command.RaiseSeverity(severityOf(heard)), by(heard));
            return Effect.REPEATED;
        }
        if (alert != null
                && alert.resolvedAt() != null
                && heard.request().receivedAt().isBefore(alert.resolvedAt())) {
            keep(alert.counted());
            return Effect.STALE;
        }
        var service = serviceOf(known.services(), heard.request().serviceId());
        var incidentId = openOfGroup.get(group(service.id(), groupKey(service, heard.key())));
        if (incidentId == null) {
            incidentId = open(service, heard);
        } else {
            join(incidentId, heard);
        }
        keep(Alert.begun(ids.get(), service.id(), incidentId, heard));
        return Effect.BEGUN;
    }

    private Effect acknowledge(Heard heard) {
        var alert = latestOf(heard.key());
        if (alert == null || !alert.open()) {
            return Effect.UNKNOWN_KEY;
        }
        command(alert.incidentId(), new Command.Acknowledge(null), by(heard));
        return Effect.ACKNOWLEDGED;
    }

    private Effect resolve(Heard heard) {
        var alert = latestOf(heard.key());
        if (alert == null || !alert.open()) {
            return Effect.UNKNOWN_KEY;
        }
        keep(alert.resolved(heard.request().receivedAt()));
        var held = held(alert.incidentId());
        var firing = Math.max(0, held.openAlerts() - 1);
        change(held.firing(firing));
        if (firing == 0) {
            command(alert.incidentId(), new Command.AllAlertsResolved(), by(heard));
        }
        return Effect.RESOLVED;
    }

    /** The newest alert of a key; one whose incident a person has resolved meanwhile is resolved with it. */
    private @Nullable Alert latestOf(AlertKey key) {
        var alert = alerts.get(key);
        if (alert == null || !alert.open()) {
            return alert;
        }
        var incident = held(alert.incidentId()).incident();
        var over = incident.resolvedAt();
        return over == null ? alert : alert.resolved(over);
    }

    private UUID open(Service service, Heard heard) {
        opened++;
        var moved = Lifecycle.open(
                ids.get(),
                -opened,
                service.id(),
                service.name(),
                service.escalationPolicyId(),
                groupKey(service, heard.key()),
                heard.signal().summary(),
                severityOf(heard),
                1,
                by(heard),
                now);
        moves.add(moved);
        change(new Held(moved.after(), 1));
        openOfGroup.put(
                group(service.id(), moved.after().groupKey()), moved.after().id());
        return moved.after().id();
    }

    private void join(UUID incidentId, Heard heard) {
        var waiting = joining.computeIfAbsent(
                incidentId, id -> new Joining(by(heard), heard.signal().summary()));
        waiting.count++;
        var held = held(incidentId);
        change(held.firing(held.openAlerts() + 1));
        command(incidentId, new Command.RaiseSeverity(severityOf(heard)), by(heard));
    }

    /** Joins are told together, but before anything else that is told of their incident. */
    private void tellJoining(UUID incidentId) {
        var waiting = joining.remove(incidentId);
        if (waiting != null) {
            apply(incidentId, new Command.JoinAlerts(waiting.count, waiting.summary), waiting.by);
        }
    }

    private void command(UUID incidentId, Command command, Actor by) {
        if (Lifecycle.decide(held(incidentId).incident(), command, by, now) instanceof Decision.Moved) {
            tellJoining(incidentId);
            apply(incidentId, command, by);
        }
    }

    private void apply(UUID incidentId, Command command, Actor by) {
        var held = held(incidentId);
        if (Lifecycle.decide(held.incident(), command, by, now) instanceof Decision.Moved moved) {
            moves.add(moved);
            change(held.with(moved.after()));
            if (!moved.after().open()) {
                openOfGroup.remove(
                        group(moved.after().serviceId(), moved.after().groupKey()));
            }
        }
    }

    private Held held(UUID incidentId) {
        var held = incidents.get(incidentId);
        if (held == null) {
            throw new NoSuchElementException("the incident " + incidentId + " of an open alert was not loaded");
        }
        return held;
    }

    private void keep(Alert alert) {
        alerts.put(alert.key(), alert);
        changedAlerts.put(alert.id(), alert);
    }

    private void change(Held held) {
        incidents.put(held.incident().id(), held);
        changedIncidents.put(held.incident().id(), held);
    }

    private Actor by(Heard heard) {
        var name = known.integrations().get(heard.request().integrationId());
        return name == null ? Actor.SENDER : new Actor("sender", null, name);
    }

    private static IncidentSeverity severityOf(Heard heard) {
        return Lifecycle.severityOf(heard.signal().severity());
    }

    private static String group(UUID serviceId, String groupKey) {
        return serviceId + "/" + groupKey;
    }
}
