package dev.belfry.incident.incident.intake;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.AlertBrief;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.incident.dependency.Down;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.Decision;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.Lifecycle;
import dev.belfry.incident.incident.storm.Storm;
import dev.belfry.incident.incident.timeline.Entry;
import dev.belfry.incident.signal.alert.Alert;
import dev.belfry.incident.signal.alert.AlertKey;
import dev.belfry.incident.signal.alert.Decided;
import dev.belfry.incident.signal.alert.Heard;
import dev.belfry.incident.signal.alert.Hold;
import dev.belfry.incident.signal.alert.Labels;
import dev.belfry.incident.signal.alert.Silenced;
import dev.belfry.incident.signal.maintenance.MaintenanceWindow;
import dev.belfry.incident.signal.rule.Verdict;
import dev.belfry.incident.signal.silence.Quiet;
import java.time.Duration;
import java.time.Instant;
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
 * <p>One intake decides one batch: it is told what is known, listens to each request, and then tells what changed. What
 * time brings about is decided here as well: an alert whose silence is over, and one that its sender has forgotten.
 */
final class Intake {
    /**
     * How far apart the clocks of those who accept requests may be. Within it the order of the log decides, which is the
     * order in which requests were accepted; a time that is ahead by more is not believed.
     */
    static final Duration SKEW = Duration.ofSeconds(10);

    private static final int LONGEST_NAME = 100;

    private final Known known;
    private final Instant now;
    private final Supplier<UUID> ids;
    private final Map<AlertKey, Alert> alerts;
    private final Map<UUID, Alert> changedAlerts = new LinkedHashMap<>();
    private final Map<Effect, Integer> counted = new HashMap<>();
    private final Afterwards afterwards = new Afterwards();
    private final Cases cases;

    /**
     * What is known before a batch.
     *
     * @param services those the batch speaks of, and Belfry's own for those that are gone
     * @param integrations the names of the doors, where they still are
     * @param alerts the newest alert of each key, firing or not
     * @param incidents the open incidents of those alerts and of the groups the batch may join
     * @param silences those that are active, and the maintenance windows that are open
     * @param down what keeps new incidents of a service from paging, for those that want that
     * @param storms how many incidents of each service have begun of late
     * @param verdicts what the event rules say, by signal; those that no rule was asked about are missing
     */
    record Known(
            Map<UUID, Service> services,
            Map<UUID, String> integrations,
            Map<AlertKey, Alert> alerts,
            List<Held> incidents,
            List<? extends Quiet> silences,
            Map<UUID, Verdict> verdicts,
            Map<UUID, Down> down,
            Map<UUID, Storm> storms) {

        /** Which of these are maintenance windows. */
        List<UUID> windows(List<UUID> held) {
            return silences.stream()
                    .filter(one -> one instanceof MaintenanceWindow && held.contains(one.id()))
                    .<UUID>map(Quiet::id)
                    .toList();
        }
    }

    /**
     * What changed.
     *
     * @param moves every change of an incident, in order; numbers of new incidents are -1, -2, … until given
     * @param opened how many incidents are new
     * @param lines what the timelines tell besides
     */
    record Outcome(
            List<Alert> alerts,
            List<Held> incidents,
            List<Decision.Moved> moves,
            int opened,
            Map<Effect, Integer> counted,
            List<Entry> lines,
            List<Storm> storms) {}

    Intake(Known known, Instant now, Supplier<UUID> ids) {
        this.known = known;
        this.now = now;
        this.ids = ids;
        this.alerts = new HashMap<>(known.alerts());
        this.cases = new Cases(known, now, ids, afterwards);
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

    void listen(AcceptedRequest asked) {
        var request = asked.receivedAt().isAfter(now.plus(SKEW)) ? asked.receivedAt(now) : asked;
        for (AlertSignal signal : request.alerts()) {
            var heard = new Heard(request, signal);
            var effect = switch (signal.action()) {
                case TRIGGER -> trigger(heard, known.verdicts().get(signal.id()));
                case ACKNOWLEDGE -> acknowledge(heard);
                case RESOLVE -> resolve(heard);
            };
            counted.merge(effect, 1, Integer::sum);
        }
    }

    Outcome outcome() {
        cases.tellJoining();
        return new Outcome(
                List.copyOf(changedAlerts.values()),
                cases.changed(),
                cases.moves(),
                cases.opened(),
                Map.copyOf(counted),
                afterwards.lines(now),
                cases.storms());
    }

    /** A silence or a pause of this alert may be over: unless something else holds it back, it is seen to from now on. */
    void release(Silenced silenced) {
        var alert = silenced.alert();
        var service = serviceOf(known.services(), alert.serviceId());
        var by = silencesOf(service, silenced.labels());
        var hold = alert.hold() != null && alert.hold().holds(now) ? alert.hold() : null;
        if (!by.isEmpty() || hold != null) {
            keep(alert.heldBack(by, hold).decided(decided(alert, service, null, by, hold)));
            return;
        }
        var cause = new Cause(
                alert.key(),
                GroupKey.of(service, silenced),
                silenced.summary(),
                alert.severity(),
                silenced.priority(),
                alert.said(),
                by(alert.key()),
                () -> AlertBrief.of(silenced.labels(), silenced.summary()));
        var incidentId = cases.openOrJoin(service, cause);
        var joined = alert.joined(incidentId);
        keep(joined.decided(decided(joined, service, null, List.of(), null)));
        afterwards.freed(incidentId, silenced);
        counted.merge(Effect.RELEASED, 1, Integer::sum);
    }

    /** The sender has not said it again in time. */
    void expire(Alert alert) {
        keep(alert.expired(now));
        counted.merge(Effect.EXPIRED, 1, Integer::sum);
        var incidentId = alert.incidentId();
        if (incidentId == null || !cases.held(incidentId).incident().open()) {
            return;
        }
        afterwards.expired(incidentId, alert.lastSeen());
        cases.fewer(incidentId, new Command.AllAlertsExpired(alert.lastSeen()), Actor.SYSTEM);
    }

    /** @param verdict null when no event rule was asked */
    private Effect trigger(Heard said, @Nullable Verdict verdict) {
        var heard = verdict == null ? said : new Heard(said.request(), verdict.signal());
        var alert = latestOf(heard.key());
        if (alert != null && alert.open()) {
            return repeat(alert.repeated(heard), heard, verdict);
        }
        if (alert != null && alert.resolvedAt() != null && liesBehind(heard, alert.resolvedAt())) {
            keep(alert.counted(heard));
            return Effect.STALE;
        }
        var service = destination(heard, verdict);
        var begun = begun(alert, service, heard);
        var fresh = alert != null && cases.followed(alert, service) != null ? begun.splitOff() : begun;
        var urged = verdict == null ? fresh : fresh.urged(verdict.urgency());
        return place(counted(alert, urged), service, heard, verdict, Effect.BEGUN);
    }

    private Alert begun(@Nullable Alert before, Service service, Heard heard) {
        var begun = Alert.begun(ids.get(), service.id(), heard);
        return before == null ? begun : begun.after(Flapping.carried(service.noise(), before, now));
    }

    /** What fires and resolves again and again is counted on; a pause begins anew. */
    private static Alert counted(@Nullable Alert before, Alert begun) {
        return before != null && before.hold() != null && before.hold().kind() == Hold.Kind.COUNTED
                ? begun.held(List.of(), before.hold())
                : begun;
    }

    /** Where a rule sends it, unless that service is gone. */
    private Service destination(Heard heard, @Nullable Verdict verdict) {
        var routed = verdict == null || verdict.route() == null
                ? null
                : known.services().get(verdict.route());
        return routed == null ? serviceOf(known.services(), heard.request().serviceId()) : routed;
    }

    /** One that is held back is looked at anew: it may be worse now than what it is held back for. */
    private Effect repeat(Alert alert, Heard heard, @Nullable Verdict verdict) {
        if (alert.incidentId() == null) {
            // It stays with its service, whatever the rules say now; without its lock the batch is tried again.
            var service = known.services().get(alert.serviceId());
            if (service == null) {
                throw new NoSuchElementException(
                        "the service " + alert.serviceId() + " of a held alert was not locked");
            }
            return place(alert, service, heard, verdict, Effect.REPEATED);
        }
        keep(alert);
        cases.command(
                alert.incidentId(),
                new Command.RaiseSeverity(Lifecycle.severityOf(heard.signal().severity())),
                by(heard.key()));
        cases.urge(alert.incidentId(), verdict == null ? null : verdict.urgency());
        afterwards.heard(alert.incidentId(), heard);
        return Effect.REPEATED;
    }

    private Effect place(Alert alert, Service service, Heard heard, @Nullable Verdict verdict, Effect effect) {
        var silences = silencesOf(service, labels(service, heard));
        var hold = verdict == null
                ? null
                : verdict.hold(alert.hold(), alert.severity(), heard.request().receivedAt(), heard.times(), now);
        if (!silences.isEmpty() || hold != null) {
            var held = alert.heldBack(silences, hold);
            var same = effect == Effect.REPEATED && held.heldLike(alert);
            keep(same ? held : held.decided(decided(alert, service, heard, silences, hold)));
            return effect == Effect.BEGUN ? Placing.effect(hold, silences, known.windows(silences)) : effect;
        }
        var signal = heard.signal();
        var cause = new Cause(
                heard.key(),
                GroupKey.of(service, heard.key(), signal),
                signal.summary(),
                alert.severity(),
                signal.priority(),
                verdict == null ? null : verdict.urgency(),
                by(heard.key()),
                () -> AlertBrief.of(signal));
        var before = alerts.get(heard.key());
        var incidentId = cases.follow(service, before == null ? null : cases.followed(before, service), cause);
        cases.flaps(incidentId, signal.summary(), Flapping.changes(service.noise(), alert, now), service.noise());
        var joined = alert.joined(incidentId);
        keep(joined.decided(decided(joined, service, heard, List.of(), null)));
        afterwards.heard(incidentId, heard);
        return effect;
    }

    private Decided decided(
            Alert alert, Service service, @Nullable Heard heard, List<UUID> silences, @Nullable Hold hold) {
        var verdict = heard == null ? null : known.verdicts().get(heard.signal().id());
        var from = heard == null ? service.id() : heard.request().serviceId();
        return Placing.of(
                now,
                service,
                from,
                verdict,
                silences,
                known.windows(silences),
                hold,
                alert.incidentId(),
                cases.joined(),
                alert.incidentId() == null ? null : noise(alert, service));
    }

    /** Why it is not paged for as usual; null when it is. */
    private @Nullable String noise(Alert alert, Service service) {
        var incidentId = alert.incidentId();
        if (incidentId != null && cases.held(incidentId).incident().isStorm()) {
            return Storm.inWords(service.name(), service.noise().stormIncidents());
        }
        var changes = Flapping.changes(service.noise(), alert, now);
        return changes == 0 ? null : Flapping.inWords(changes, service.noise());
    }

    private List<UUID> silencesOf(Service service, Map<String, String> labels) {
        return known.silences().stream()
                .filter(one -> one.silences(service.id(), labels))
                .<UUID>map(Quiet::id)
                .toList();
    }

    private Map<String, String> labels(Service service, Heard heard) {
        if (known.silences().isEmpty()) {
            return Map.of();
        }
        var signal = heard.signal();
        return Labels.of(
                signal.labels(),
                signal.summary(),
                signal.severity(),
                signal.source(),
                signal.component(),
                signal.dedupKey(),
                known.integrations().get(heard.request().integrationId()),
                service.name(),
                signal.details());
    }

    private Effect acknowledge(Heard heard) {
        var alert = latestOf(heard.key());
        if (alert == null || !alert.open()) {
            return Effect.UNKNOWN_KEY;
        }
        var details = heard.signal().details();
        var author = details.getOrDefault("author", "").strip();
        var by = author.isEmpty()
                ? by(heard.key())
                : new Actor(
                        "sender", null, author.length() <= LONGEST_NAME ? author : author.substring(0, LONGEST_NAME));
        keep(alert.acknowledged(by.name()));
        if (alert.incidentId() != null) {
            cases.command(alert.incidentId(), new Command.Acknowledge(null), by);
            var comment = details.getOrDefault("comment", "");
            if (!comment.isBlank()) {
                cases.command(alert.incidentId(), new Command.AddNote(comment), by);
            }
        }
        return Effect.ACKNOWLEDGED;
    }

    /** Whether it waited in a spool while what is known already was said, and says nothing any more. */
    private static boolean liesBehind(Heard heard, Instant known) {
        return heard.request().receivedAt().plus(SKEW).isBefore(known);
    }

    private Effect resolve(Heard heard) {
        var alert = latestOf(heard.key());
        if (alert == null || !alert.open()) {
            return Effect.UNKNOWN_KEY;
        }
        if (liesBehind(heard, alert.lastSeen())) {
            return Effect.STALE;
        }
        var over = alert.resolved(heard.request().receivedAt());
        keep(over);
        if (alert.incidentId() != null) {
            flapped(over);
            cases.fewer(alert.incidentId(), new Command.AllAlertsResolved(), by(heard.key()));
        }
        return alert.hold() != null && alert.hold().kind() == Hold.Kind.PAUSED ? Effect.TRANSIENT : Effect.RESOLVED;
    }

    /** A resolve is a change as well; what its service says of it is known while its service is. */
    private void flapped(Alert over) {
        var service = known.services().get(over.serviceId());
        var incidentId = over.incidentId();
        if (service != null && incidentId != null) {
            // A resolve seldom says what it ends.
            var incident = cases.held(incidentId).incident();
            var said =
                    incident.alertCount() == 1 ? incident.title() : over.key().dedupKey();
            cases.flaps(incidentId, said, Flapping.changes(service.noise(), over, now), service.noise());
        }
    }

    /** The newest alert of a key; one whose incident a person has resolved meanwhile is resolved with it. */
    private @Nullable Alert latestOf(AlertKey key) {
        var alert = alerts.get(key);
        if (alert == null || !alert.open() || alert.incidentId() == null) {
            return alert;
        }
        var incident = cases.held(alert.incidentId()).incident();
        if (incident.mergedInto() != null) {
            throw new NoSuchElementException("the alerts of #" + incident.number() + " were moved in that moment");
        }
        var over = incident.resolvedAt();
        return over == null ? alert : alert.resolved(over);
    }

    private void keep(Alert alert) {
        alerts.put(alert.key(), alert);
        changedAlerts.put(alert.id(), alert);
    }

    private Actor by(AlertKey key) {
        var name = known.integrations().get(key.integrationId());
        return name == null ? Actor.SENDER : new Actor("sender", null, name);
    }
}
