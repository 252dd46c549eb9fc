package dev.belfry.oncall.escalation;

import dev.belfry.oncall.people.PeopleStore;
import dev.belfry.oncall.policy.EscalationPolicy;
import dev.belfry.oncall.policy.PolicyQueries;
import dev.belfry.oncall.policy.PolicyStore;
import dev.belfry.oncall.policy.Target;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
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

    /** An escalation with its policy, its pages, and whom it asks next. */
    record Standing(
            Run run,
            @Nullable EscalationPolicy policy,
            List<RequestedPage> pages,
            List<Target> next,
            Map<UUID, String> names) {}

    Future<List<Standing>> ofIncident(UUID incident) {
        return EscalationStore.ofIncident(database::query, incident)
                .compose(runs -> EscalationStore.pages(
                                database::query, runs.stream().map(Run::id).toList())
                        .compose(pages -> Future.all(runs.stream()
                                        .map(run -> standing(run, pages))
                                        .toList())
                                .map(all -> all.<Standing>list())));
    }

    private Future<Standing> standing(Run run, List<RequestedPage> all) {
        List<RequestedPage> pages =
                all.stream().filter(page -> page.escalation().equals(run.id())).toList();
        return policy(run).compose(policy -> {
            List<Target> next = policy == null || run.status() != RunStatus.RUNNING
                    ? List.of()
                    : Plan.of(policy).targetsAfter(run.position());
            return policies.names(next)
                    .compose(targets -> PeopleStore.names(
                                    database::query,
                                    pages.stream().map(RequestedPage::person).collect(Collectors.toSet()))
                            .map(people -> {
                                people.putAll(targets);
                                return new Standing(run, policy, pages, next, people);
                            }));
        });
    }

    private Future<@Nullable EscalationPolicy> policy(Run run) {
        UUID policy = run.policy();
        Long version = run.policyVersion();
        return policy == null || version == null
                ? Future.succeededFuture(null)
                : PolicyStore.version(database::query, policy, version);
    }
}
