package dev.belfry.incident.incident.intake;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.incident.catalog.service.NoiseRule;
import dev.belfry.incident.catalog.service.SaidUrgency;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.Decision;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentPriority;
import dev.belfry.incident.incident.lifecycle.Lifecycle;
import dev.belfry.incident.incident.storm.Storm;
import dev.belfry.incident.signal.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The incidents of a batch: which are opened, which are joined, and which end. */
final class Cases {
    /** Silence is worse than a coarse page: however long another service is down, it ends. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(4);

    private final Intake.Known known;
    private final Instant now;
    private final Supplier<UUID> ids;
    private final Afterwards afterwards;
    private final Map<UUID, Held> incidents = new HashMap<>();
    private final Groups groups;
    private final Map<UUID, Joining> joining = new LinkedHashMap<>();
    private final Map<UUID, Held> changed = new LinkedHashMap<>();
    private final List<Decision.Moved> moves = new ArrayList<>();
    private final Map<UUID, Storm> storms;
    private final Map<UUID, Storm> changedStorms = new LinkedHashMap<>();
    private int opened;

    Cases(Intake.Known known, Instant now, Supplier<UUID> ids, Afterwards afterwards) {
        this.known = known;
        this.now = now;
        this.ids = ids;
        this.afterwards = afterwards;
        for (var held : known.incidents()) {
            incidents.put(held.incident().id(), held);
        }
        this.groups = new Groups(known.incidents(), this::held);
        this.storms = new HashMap<>(known.storms());
    }

    List<Held> changed() {
        return List.copyOf(changed.values());
    }

    /** Every change of an incident, in order. */
    List<Decision.Moved> moves() {
        return List.copyOf(moves);
    }

    /** How many are new. */
    int opened() {
        return opened;
    }

    List<Storm> storms() {
        return List.copyOf(changedStorms.values());
    }

    UUID openOrJoin(Service service, Cause cause) {
        var incidentId = groups.open(service.id(), cause.group());
        if (incidentId != null && Window.isOver(service, cause.group(), held(incidentId), now)) {
            change(held(incidentId).leavingGroup());
            groups.left(service.id(), cause.group());
            incidentId = null;
        }
        if (incidentId == null) {
            return open(service, cause);
        }
        join(service, incidentId, cause);
        return incidentId;
    }

    /**
     * The incident that what fires again under the key of this alert is part of, because it flaps or because a person has
     * split it off: the open one, or the one that is over and comes again. Null: it goes with its group.
     */
    @Nullable
    Incident followed(Alert alert, Service service) {
        var to = alert.incidentId();
        if (to == null || (!alert.apart() && alert.earlier().isEmpty())) {
            return null;
        }
        var held = held(to);
        var incident = held.incident();
        if (incident.open() && (alert.apart() || held.flaps(now))) {
            return incident;
        }
        if (!alert.apart()
                || incident.open()
                || !incident.isApart()
                || !incident.serviceId().equals(service.id())) {
            return null;
        }
        var again = groups.open(service.id(), incident.groupKey());
        if (again != null) {
            return held(again).incident();
        }
        return Window.recurrence(service, incident, now) == null ? null : incident;
    }

    /** @param followed what it is part of whatever its group is; null when that is its group's */
    UUID follow(Service service, @Nullable Incident followed, Cause cause) {
        if (followed == null || !followed.open()) {
            return openOrJoin(service, followed == null ? cause : cause.in(followed.groupKey()));
        }
        join(service, followed.id(), cause);
        return followed.id();
    }

    /** One alert fewer fires; the last one takes its incident with it. */
    void fewer(UUID incidentId, Command whenNone, Actor by) {
        var held = held(incidentId);
        var firing = Math.max(0, held.openAlerts() - 1);
        change(held.firing(firing));
        var service = known.services().get(held.incident().serviceId());
        var ends = now.plus(service == null ? Duration.ZERO : service.ending().hold());
        var flaps = held.flapsUntil();
        if (flaps != null && flaps.isAfter(ends)) {
            ends = flaps;
        }
        if (firing == 0 && !ends.isAfter(now)) {
            command(incidentId, whenNone, by);
        } else if (firing == 0 && !held.incident().byHand()) {
            change(held(incidentId).resolving(ends));
        }
    }

    /** An alert of it has changed so often that it flaps: the incident stays open until it is quiet for some time. */
    void flaps(UUID incidentId, String summary, int changes, NoiseRule rule) {
        var held = held(incidentId);
        if (changes == 0 || !held.incident().open()) {
            return;
        }
        if (!held.flaps(now)) {
            afterwards.flaps(incidentId, summary, changes, rule, now);
        }
        change(held.flapping(now.plus(rule.flapWithin())));
    }

    /** Opens an incident, unless so many have begun that one takes in all others. */
    private UUID open(Service service, Cause cause) {
        var most = service.noise().stormIncidents();
        if (most == 0) {
            return opened(service, cause);
        }
        var before = storms.getOrDefault(service.id(), Storm.none(service.id(), now));
        var storm = before.another(now, most);
        if (before.incident() != null && storm.incident() == null && incidents.containsKey(before.incident())) {
            afterwards.calm(before.incident(), now);
        }
        var taking = storm.incident() == null ? null : incidents.get(storm.incident());
        var into = taking == null ? null : groups.end(taking.incident());
        UUID incidentId;
        if (into != null && into.open()) {
            join(service, into.id(), cause);
            incidentId = into.id();
        } else if (storm.begun() > most) {
            incidentId = opened(service, cause.storm(ids.get(), Storm.title(service.name(), most)));
            afterwards.storm(incidentId, service, now);
            storm = storm.in(incidentId);
        } else {
            incidentId = opened(service, cause);
            storm = storm.in(null);
        }
        storms.put(service.id(), storm);
        changedStorms.put(service.id(), storm);
        return incidentId;
    }

    private UUID opened(Service service, Cause cause) {
        opened++;
        var moved = Lifecycle.open(
                        ids.get(),
                        -opened,
                        service.id(),
                        service.name(),
                        service.escalationPolicyId(),
                        cause.group(),
                        cause.summary(),
                        Lifecycle.severityOf(cause.severity()),
                        1,
                        cause.by(),
                        now)
                .of(cause.brief().get())
                .prior(IncidentPriority.of(cause.priority()));
        var last = groups.last(service.id(), cause.group());
        var again = last == null ? null : Window.recurrence(service, held(last).incident(), now);
        var told = again == null ? moved : moved.again(again);
        var down = known.down().get(service.id());
        if (down != null) {
            told = Lifecycle.waiting(told, now.plus(LONGEST_WAIT));
            afterwards.waits(told.after(), down);
        }
        var said = cause.said() == null ? service.urgency().at(now) : cause.said();
        if (said != null) {
            told = told.urgent(said);
            afterwards.said(told.after(), said);
        }
        moves.add(told);
        change(Window.opened(service, new Held(told.after(), 1), now));
        groups.opened(told.after());
        return told.after().id();
    }

    private void join(Service service, UUID incidentId, Cause cause) {
        var waiting = joining.computeIfAbsent(incidentId, id -> new Joining(cause.by(), cause.summary()));
        waiting.count++;
        var held = held(incidentId);
        change(Window.joined(service, held.firing(held.openAlerts() + 1), now));
        command(incidentId, new Command.RaiseSeverity(Lifecycle.severityOf(cause.severity())), cause.by());
        urge(incidentId, cause.said());
    }

    /** What a rule has called low is so for the alerts it was said of; one that is not low may not wait. */
    void urge(UUID incidentId, @Nullable SaidUrgency said) {
        var before = held(incidentId).incident().said();
        var low = before != null && before.urgency() == Urgency.LOW && before.isByRule();
        if (low && (said == null || said.urgency() == Urgency.HIGH)) {
            command(incidentId, new Command.Urge(), Actor.SYSTEM);
        }
    }

    /** Whether incidents were joined, and which. */
    Set<UUID> joined() {
        return joining.keySet();
    }

    void tellJoining() {
        List.copyOf(joining.keySet()).forEach(this::tellJoining);
    }

    /** Joins are told together, but before anything else that is told of their incident. */
    private void tellJoining(UUID incidentId) {
        var waiting = joining.remove(incidentId);
        if (waiting != null) {
            apply(incidentId, new Command.JoinAlerts(waiting.count, waiting.summary), waiting.by);
        }
    }

    void command(UUID incidentId, Command command, Actor by) {
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
                groups.closed(moved.after());
            }
        }
    }

    Held held(UUID incidentId) {
        var held = incidents.get(incidentId);
        if (held == null) {
            throw new NoSuchElementException("the incident " + incidentId + " of an open alert was not loaded");
        }
        return held;
    }

    private void change(Held held) {
        incidents.put(held.incident().id(), held);
        changed.put(held.incident().id(), held);
    }
}
