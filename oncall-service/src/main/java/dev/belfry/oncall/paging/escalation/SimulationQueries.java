package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.EscalationWords;
import dev.belfry.contracts.escalation.FactKind;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.oncall.paging.policy.EscalationPolicy;
import dev.belfry.oncall.paging.policy.PolicyStore;
import dev.belfry.oncall.paging.policy.Target;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Climbs a policy on a clock of its own, through the very decisions that page people. */
public final class SimulationQueries {
    private static final int MOST_MOVES = 40;
    private static final UUID NOBODYS = new UUID(0, 0);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Database database;

    SimulationQueries(Database database) {
        this.database = database;
    }

    /** Null when there is no such policy. */
    Future<@Nullable Simulation> simulate(UUID policy, Instant at, IncidentSeverity severity) {
        return PolicyStore.policy(database::query, policy)
                .compose(found -> found == null
                        ? Future.succeededFuture(null)
                        : simulate(found, at, severity).map(simulation -> simulation));
    }

    /** Of a policy as it is given, saved or not. */
    public Future<Simulation> simulate(EscalationPolicy policy, Instant at, IncidentSeverity severity) {
        return RosterQueries.plan(database::query, policy)
                .compose(plan -> new Climb(plan, at, severity, null, 0, Set.of()).go(Position.START, at, null));
    }

    /** What each of these policies would do first for an incident of SEV1 that begins now. */
    public Future<Map<UUID, Move>> first(List<EscalationPolicy> policies, Instant now) {
        Set<UUID> nested =
                policies.stream().flatMap(policy -> policy.nested().stream()).collect(Collectors.toSet());
        return PolicyStore.reachable(database::query, nested).compose(known -> {
            List<Plan> plans =
                    policies.stream().map(policy -> Plan.of(policy, known)).toList();
            Set<Target> targets =
                    plans.stream().flatMap(plan -> plan.everyTarget().stream()).collect(Collectors.toSet());
            return RosterQueries.roster(database::query, targets, now).compose(roster -> first(plans, roster, now));
        });
    }

    /** One roster answers for all; only a policy that waits for somebody to come on call needs one of its own. */
    private Future<Map<UUID, Move>> first(List<Plan> plans, Roster roster, Instant now) {
        Map<UUID, Move> moves = new HashMap<>();
        Future<Map<UUID, Move>> all = Future.succeededFuture(moves);
        for (Plan plan : plans) {
            boolean holds = plan.steps().stream().anyMatch(step -> step.step().hold() != null);
            all = all.compose(before -> holds
                            ? RosterQueries.roster(database::query, plan, now, null)
                            : Future.succeededFuture(roster))
                    .map(own -> {
                        Situation situation = new Situation(own, IncidentSeverity.SEV1, now, now, 0, Set.of());
                        moves.put(
                                Objects.requireNonNull(plan.policy()),
                                Escalation.begin(plan, Position.START, situation));
                        return moves;
                    });
        }
        return all;
    }

    /** What will happen to an escalation that runs if nobody acknowledges. */
    Future<Simulation> ahead(Run run, IncidentState incident, Instant now) {
        Instant next = run.nextAt();
        Instant from = next == null || next.isBefore(now) ? now : next;
        return EscalationStore.acknowledged(database::query, List.of(run.id()))
                .compose(acknowledged -> new Climb(
                                run.plan(),
                                run.startedAt(),
                                incident.severity(),
                                incident.urgency(),
                                run.base(),
                                acknowledged.getOrDefault(run.id(), Set.of()))
                        .go(run.position(), from, run.heldSince()));
    }

    /** One simulated climb: what has happened so far, and where it goes on. */
    private final class Climb {
        private final Plan plan;
        private final Instant begun;
        private final IncidentSeverity severity;
        private final @Nullable Urgency said;
        private final int base;
        private final Set<UUID> acknowledged;
        private final Run climbing;
        private final List<Simulation.Event> events = new ArrayList<>();
        private final Map<PlanStep, Long> drawn = new HashMap<>();
        private int moves;

        Climb(
                Plan plan,
                Instant begun,
                IncidentSeverity severity,
                @Nullable Urgency said,
                int base,
                Set<UUID> acknowledged) {
            this.plan = plan;
            this.begun = begun;
            this.severity = severity;
            this.said = said;
            this.base = base;
            this.acknowledged = acknowledged;
            this.climbing = new Run(
                    NOBODYS,
                    NOBODYS,
                    1,
                    RunStatus.RUNNING,
                    plan,
                    Position.START,
                    base,
                    severity,
                    null,
                    false,
                    null,
                    begun,
                    null);
        }

        Future<Simulation> go(Position from, Instant now, @Nullable Instant heldSince) {
            if (++moves > MOST_MOVES || now.isAfter(begun.plus(LONGEST))) {
                return Future.succeededFuture(told(false));
            }
            return RosterQueries.roster(database::query, plan, now, heldSince).compose(roster -> {
                Situation situation = new Situation(roster, severity, said, now, begun, base, acknowledged);
                Move move = from.equals(Position.START)
                        ? Escalation.begin(plan, from, situation)
                        : Escalation.overdue(plan, from, situation);
                move.skipped()
                        .forEach(skipped ->
                                add(Simulation.Kind.SKIPPED, skipped.position(), Fact.skipped(skipped), now));
                return switch (move) {
                    case Move.Fired fired ->
                        turn(fired).compose(turn -> {
                            events.add(paged(turn, now));
                            return go(turn.position(), now.plus(turn.delay()), null);
                        });
                    case Move.Waits waits -> {
                        add(Simulation.Kind.WAITS, from, Fact.waiting(waits, from), now);
                        Instant since = heldSince == null ? now : heldSince;
                        yield go(from, waits.until(), waits.hold() ? since : null);
                    }
                    case Move.Exhausted done -> {
                        add(Simulation.Kind.EXHAUSTED, from, Fact.exhausted(plan, done, from), now);
                        yield Future.succeededFuture(told(true));
                    }
                };
            });
        }

        private Simulation.Event paged(Move.Fired fired, Instant now) {
            Fact fact = fired.called().isEmpty()
                    ? Fact.of(FactKind.NOBODY_LEFT, fired.position())
                    : Fact.asked(fired, fired.called());
            return new Simulation.Event(
                    now,
                    fired.catchAll() ? Simulation.Kind.CATCHALL : Simulation.Kind.PAGED,
                    fired.position().step(),
                    fired.position().repeat(),
                    EscalationWords.of(told(fact, now)),
                    fired.called().stream()
                            .map(one -> new Simulation.Paged(one, Wording.reason(plan, fired, one)))
                            .toList(),
                    fired.delay());
        }

        private void add(Simulation.Kind kind, Position at, Fact fact, Instant now) {
            events.add(Simulation.Event.plain(kind, at, told(fact, now)));
        }

        /** As if it happened, so that it is said in the same words. */
        private EscalationFact told(Fact fact, Instant now) {
            return fact.in(climbing, severity, now, 0);
        }

        /** Whose turn it would be, were this the next incident. */
        private Future<Move.Fired> turn(Move.Fired fired) {
            if (!fired.undrawn()) {
                return Future.succeededFuture(fired);
            }
            PlanStep step = plan.step(fired.position().step());
            return PolicyStore.peek(database::query, step.policy(), step.number())
                    .map(next -> fired.turn(next + drawn.merge(step, 1L, Long::sum) - 1));
        }

        private Simulation told(boolean complete) {
            return new Simulation(plan, begun, severity, Urgency.of(severity), events, complete);
        }
    }
}
