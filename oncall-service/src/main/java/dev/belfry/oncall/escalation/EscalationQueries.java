package dev.belfry.oncall.escalation;

import dev.belfry.oncall.people.PeopleStore;
import dev.belfry.oncall.policy.PolicyQueries;
import dev.belfry.oncall.policy.Target;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
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

    EscalationQueries(Database database, PolicyQueries policies) {
        this.database = database;
        this.policies = policies;
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
