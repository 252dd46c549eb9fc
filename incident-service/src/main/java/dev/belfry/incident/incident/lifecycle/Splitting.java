package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.AlertBrief;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes an incident of its own of some alerts of another one: they have another cause after all. */
public final class Splitting {
    /** They move in one transaction, and are named one by one. */
    public static final int MOST_ALERTS = 1_000;

    private Splitting() {}

    /**
     * Which alerts are to be split off, and into what.
     *
     * @param title null: what the first of them says
     * @param acknowledged whoever splits has the new incident, and nobody is paged for it
     */
    public record Wish(List<UUID> alerts, @Nullable String title, boolean acknowledged) {
        public Wish {
            alerts = List.copyOf(alerts).stream().distinct().toList();
        }
    }

    /** One of them, as far as the new incident has to know it. */
    public record Picked(boolean firing, AlertSeverity severity, String summary, Map<String, String> labels) {}

    /** Why it cannot be done, and what can; null when it can. */
    public static Merging.@Nullable Outcome hindrance(Held from, Wish wish, List<Picked> picked) {
        var number = "#" + from.incident().number();
        if (!from.incident().open()) {
            return new Merging.Outcome.Refused(number + " is resolved: only an open incident can be split");
        }
        if (wish.alerts().isEmpty() || wish.alerts().size() > MOST_ALERTS) {
            return new Merging.Outcome.Unfit("Choose between 1 and " + MOST_ALERTS + " alerts");
        }
        if (picked.size() < wish.alerts().size()) {
            return new Merging.Outcome.Unfit(
                    (wish.alerts().size() - picked.size()) + " of these are not alerts of " + number);
        }
        if (picked.size() >= from.incident().alertCount()) {
            return new Merging.Outcome.Unfit("At least one alert has to stay in " + number);
        }
        return picked.stream().anyMatch(Picked::firing)
                ? null
                : new Merging.Outcome.Unfit("None of these alerts fires any more; choose at least one that does");
    }

    /** @param id of the new incident */
    public static Merging.Outcome.Done split(
            Held from, Wish wish, List<Picked> picked, UUID id, long number, Actor by, Instant at) {
        var before = from.incident();
        var firing = (int) picked.stream().filter(Picked::firing).count();
        var first = picked.getFirst();
        var worst = picked.stream()
                .map(Picked::severity)
                .min(AlertSeverity::compareTo)
                .orElseThrow();
        var title = wish.title();
        var opened = Lifecycle.open(
                id,
                number,
                before.serviceId(),
                before.serviceName(),
                before.escalationPolicyId(),
                Incident.apart(id),
                title == null || title.isBlank() ? first.summary() : title,
                Lifecycle.severityOf(worst),
                picked.size(),
                by,
                at);
        var apart = wish.acknowledged() ? opened.after().openedAcknowledged(by) : opened.after();
        var told = "Split off #" + before.number() + " \"" + before.title() + "\" by " + by.name()
                + Merging.moved(picked.size(), "came from there")
                + (wish.acknowledged() ? "; " + by.name() + " has it, nobody is paged" : "; paging starts");
        var brief = AlertBrief.of(first.labels(), apart.title());
        var moves = new ArrayList<Decision.Moved>();
        moves.add(new Decision.Moved(apart, Happened.TRIGGERED, by, at, null, told, brief));
        var left = from.firing(Math.max(0, from.openAlerts() - firing));
        var to = new Incident.Ref(id, number);
        var commands = new ArrayList<Command>(List.of(new Command.SplitOff(to, apart.title(), picked.size())));
        if (left.openAlerts() == 0) {
            // Had they never been together, its own last alert would have ended it.
            commands.add(new Command.AllAlertsResolved());
        }
        return new Merging.Outcome.Done(new Held(apart, firing), Merging.apply(left, commands, moves, by, at), moves);
    }

    static Decision splitOff(Incident now, Command.SplitOff apart, Actor by, Instant at) {
        if (now.status() == IncidentStatus.RESOLVED) {
            return new Decision.Refused(now, "The incident is resolved");
        }
        return new Decision.Moved(
                now.changed(now.title(), now.severity(), -Math.min(apart.alerts(), now.alertCount())),
                Happened.ALERT_ADDED,
                by,
                at,
                null,
                "#" + apart.to().number() + " \"" + apart.title() + "\" was split off this by " + by.name()
                        + Merging.moved(apart.alerts(), "went there"));
    }
}
