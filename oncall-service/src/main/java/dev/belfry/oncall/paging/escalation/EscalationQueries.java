package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.paging.policy.PolicyQueries;
import dev.belfry.oncall.paging.policy.Target;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads how the escalations of an incident stand. */
final class EscalationQueries {
    private final Database database;
    private final PolicyQueries policies;
    private final SimulationQueries simulations;

    EscalationQueries(Database database, PolicyQueries policies, SimulationQueries simulations) {
        this.database = database;
        this.policies = policies;
        this.simulations = simulations;
    }

    /** An escalation with its pages, and whom it asks next. */
    record Standing(Run run, List<RequestedPage> pages, List<Target> next, Map<UUID, String> names) {}

    Future<List<Standing>> ofIncident(UUID incident) {
        return EscalationStore.ofIncident(database::query, incident).compose(this::standings);
    }

    Future<@Nullable Standing> one(UUID id) {
        return EscalationStore.run(database::query, id)
                .compose(run -> run == null
                        ? Future.succeededFuture(null)
                        : standings(List.of(run)).map(List::getFirst));
    }

    /** The escalation with all that a page tells of it; null when there is none. */
    Future<@Nullable EscalationView> view(UUID id, Instant now) {
        return EscalationStore.run(database::query, id)
                .compose(run -> run == null ? Future.succeededFuture(null) : view(run, now));
    }

    /** When each of these incidents pages next; those that do not are missing. */
    Future<Map<UUID, Instant>> due(List<UUID> incidents) {
        return EscalationStore.due(database::query, incidents);
    }

    /** That of the newest cycle of an incident; null when there is none. */
    Future<@Nullable EscalationView> latest(UUID incident, Instant now) {
        return EscalationStore.ofIncident(database::query, incident)
                .compose(runs -> runs.isEmpty() ? Future.succeededFuture(null) : view(runs.getFirst(), now));
    }

    private Future<@Nullable EscalationView> view(Run run, Instant now) {
        return EscalationStore.incident(database::query, run.incident())
                .compose(incident -> incident == null
                        ? Future.succeededFuture(null)
                        : standings(List.of(run))
                                .compose(standings -> FactStore.of(database::query, run.id())
                                        .compose(facts -> ahead(run, incident, now)
                                                .map(ahead -> EscalationView.of(
                                                        standings.getFirst(), incident, facts, ahead)))));
    }

    private Future<List<Simulation.Event>> ahead(Run run, IncidentState incident, Instant now) {
        return run.status() == RunStatus.RUNNING
                ? simulations.ahead(run, incident, now).map(Simulation::events)
                : Future.succeededFuture(List.of());
    }

    private Future<List<Standing>> standings(List<Run> runs) {
        return EscalationStore.pages(database::query, runs.stream().map(Run::id).toList())
                .compose(pages -> Future.all(
                                runs.stream().map(run -> standing(run, pages)).toList())
                        .map(all -> all.<Standing>list()));
    }

    private Future<Standing> standing(Run run, List<RequestedPage> all) {
        List<RequestedPage> pages =
                all.stream().filter(page -> page.escalation().equals(run.id())).toList();
        List<Target> next =
                run.status() == RunStatus.RUNNING ? run.plan().targetsAfter(run.position(), run.base()) : List.of();
        Collection<Target> named = run.plan().everyTarget();
        return policies.names(named)
                .compose(targets -> PeopleStore.names(
                                database::query,
                                pages.stream().map(RequestedPage::person).collect(Collectors.toSet()))
                        .map(people -> {
                            people.putAll(targets);
                            return new Standing(run, pages, next, people);
                        }));
    }
}
