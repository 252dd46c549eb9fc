package dev.belfry.oncall.paging.escalation;

import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.oncall.paging.policy.EscalationPolicy;
import dev.belfry.oncall.paging.policy.PolicyStep;
import dev.belfry.oncall.paging.policy.PolicyStore;
import dev.belfry.oncall.paging.policy.Target;
import dev.belfry.oncall.paging.policy.TargetType;
import dev.belfry.oncall.paging.policy.TeamPart;
import dev.belfry.oncall.rota.schedule.OnCallQueries;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a policy says and who can be reached at one moment, whether that is now or only simulated. */
final class RosterQueries {
    private RosterQueries() {}

    /** The current version of a policy with the policies in it; nothing to climb when there is none. */
    static Future<Plan> plan(RowStore rows, @Nullable UUID policy) {
        return policy == null
                ? Future.succeededFuture(Plan.NONE)
                : PolicyStore.policy(rows, policy)
                        .compose(found -> found == null ? Future.succeededFuture(Plan.NONE) : plan(rows, found));
    }

    static Future<Plan> plan(RowStore rows, EscalationPolicy policy) {
        return PolicyStore.reachable(rows, policy.nested()).map(known -> Plan.of(policy, known));
    }

    /** @param heldSince since when a step has been waiting for somebody; null when none has */
    static Future<Roster> roster(RowStore rows, Plan plan, Instant at, @Nullable Instant heldSince) {
        return roster(rows, plan.everyTarget(), at)
                .compose(roster -> nextOn(rows, plan, roster, at, heldSince).map(roster::waitingUntil));
    }

    static Future<Roster> roster(RowStore rows, Collection<Target> targets, Instant at) {
        Map<Target, List<UUID>> behind = new HashMap<>();
        Map<UUID, String> names = new HashMap<>();
        Set<UUID> people = new HashSet<>(ids(targets, target -> target.type() == TargetType.USER));
        Set<UUID> teams = ids(targets, target -> target.type() == TargetType.TEAM);
        return schedules(rows, targets, at, behind, names)
                .compose(done -> part(targets, TeamPart.ONCALL, behind, ids -> OnCallQueries.ofTeams(rows, ids, at)))
                .compose(done -> part(targets, TeamPart.MANAGERS, behind, ids -> PeopleStore.managers(rows, ids)))
                .compose(done -> part(targets, TeamPart.MEMBERS, behind, ids -> PeopleStore.members(rows, ids)))
                .compose(done -> PolicyStore.teamNames(rows, teams))
                .onSuccess(names::putAll)
                .compose(done -> {
                    behind.values().forEach(people::addAll);
                    return PeopleStore.reachable(rows, people);
                })
                .map(reachable -> new Roster(reachable.names(), behind, names, Map.of(), reachable.lastResort()));
    }

    private static Future<Void> schedules(
            RowStore rows,
            Collection<Target> targets,
            Instant at,
            Map<Target, List<UUID>> behind,
            Map<UUID, String> names) {
        Set<UUID> schedules = ids(targets, target -> target.type() == TargetType.SCHEDULE);
        return schedules.isEmpty()
                ? Future.succeededFuture()
                : OnCallQueries.at(rows, schedules, at)
                        .onSuccess(found -> targets.stream()
                                .filter(target -> target.type() == TargetType.SCHEDULE)
                                .forEach(target -> {
                                    var onCall = found.get(target.id());
                                    if (onCall != null) {
                                        behind.put(target, onCall.people());
                                        names.put(target.id(), onCall.name());
                                    }
                                }))
                        .mapEmpty();
    }

    private static Future<Void> part(
            Collection<Target> targets,
            TeamPart part,
            Map<Target, List<UUID>> behind,
            Function<Set<UUID>, Future<Map<UUID, List<UUID>>>> read) {
        Set<UUID> teams = ids(targets, target -> target.type() == TargetType.TEAM && target.part() == part);
        return teams.isEmpty()
                ? Future.succeededFuture()
                : read.apply(teams)
                        .onSuccess(found -> targets.stream()
                                .filter(target -> target.type() == TargetType.TEAM && target.part() == part)
                                .forEach(target -> behind.put(target, found.getOrDefault(target.id(), List.of()))))
                        .mapEmpty();
    }

    private static Set<UUID> ids(Collection<Target> targets, java.util.function.Predicate<Target> which) {
        return targets.stream().filter(which).map(Target::id).collect(Collectors.toSet());
    }

    /** When somebody comes on call for the steps that would wait for it and have nobody now. */
    private static Future<Map<Integer, Instant>> nextOn(
            RowStore rows, Plan plan, Roster roster, Instant at, @Nullable Instant heldSince) {
        Map<Integer, Instant> next = new HashMap<>();
        Future<Map<Integer, Instant>> last = Future.succeededFuture(next);
        for (int i = 1; i <= plan.steps().size(); i++) {
            int number = i;
            PolicyStep step = plan.step(i).step();
            Duration hold = step.hold();
            Instant until = hold == null ? at : (heldSince == null ? at : heldSince).plus(hold);
            if (until.isAfter(at) && roster.resolve(step.targets()).isEmpty()) {
                last = last.compose(found -> schedules(rows, step))
                        .compose(schedules -> OnCallQueries.nextStart(rows, schedules, at, until))
                        .map(start -> {
                            if (start != null) {
                                next.put(number, start);
                            }
                            return next;
                        });
            }
        }
        return last;
    }

    /** All schedules that may put somebody behind the step. */
    private static Future<List<UUID>> schedules(RowStore rows, PolicyStep step) {
        List<UUID> named = Plan.schedules(step);
        List<UUID> teams = Plan.teams(step);
        return teams.isEmpty()
                ? Future.succeededFuture(named)
                : OnCallQueries.schedulesOf(rows, teams)
                        .map(theirs ->
                                Stream.concat(named.stream(), theirs.stream()).toList());
    }
}
