package dev.belfry.oncall.escalation;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.oncall.answer.Answer;
import dev.belfry.oncall.policy.PolicyStore;
import dev.belfry.oncall.policy.Target;
import dev.belfry.oncall.policy.TargetType;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Does to a running escalation what somebody asks for. */
final class AskCommands {
    private final Database database;
    private final InstantSource clock;
    private final EscalationCommands escalations;
    private final StepCommands steps;

    AskCommands(Database database, InstantSource clock, EscalationCommands escalations, StepCommands steps) {
        this.database = database;
        this.clock = clock;
        this.escalations = escalations;
        this.steps = steps;
    }

    /** An escalation that can be asked for something: its incident is triggered, in the cycle of the escalation. */
    private record Open(Run run, IncidentState incident, Instant now) {}

    /** Begins anew at the first step, by the policy as it is now. */
    Future<Answer<UUID>> restart(UUID id, Actor by) {
        return database.transact(tx -> open(
                tx,
                id,
                open -> current(tx, open.run())
                        .compose(plan -> anew(tx, open, plan, 0, Wording.restarted(by.name(), plan)))));
    }

    Future<Answer<UUID>> escalate(UUID id, EscalationAsk ask) {
        return database.transact(tx -> escalate(tx, id, ask));
    }

    Future<Answer<UUID>> escalate(Tx tx, UUID id, EscalationAsk ask) {
        return open(tx, id, open -> {
            if (!ask.targets().isEmpty()) {
                return ask.targets().getFirst().type() == TargetType.POLICY ? climb(tx, open, ask) : add(tx, open, ask);
            }
            Integer step = ask.step();
            return step == null ? hasten(tx, open, ask) : jump(tx, open, ask, step);
        });
    }

    /** What was asked of the incident elsewhere; what cannot be done is told on its timeline. */
    Future<Void> requested(Tx tx, EscalationRequest request) {
        return EscalationStore.lock(tx::query, request.incidentId(), request.cycle())
                .compose(run -> run == null
                        ? Future.succeededFuture()
                        : NamedStore.find(tx::query, request.party(), request.named())
                                .compose(target -> target == null
                                        ? refused(tx, run, request, Wording.unknown(request.named()))
                                        : escalate(
                                                        tx,
                                                        run.id(),
                                                        new EscalationAsk(
                                                                request.id(), request.by(), null, List.of(target)))
                                                .compose(answer -> answer instanceof Answer.Done
                                                        ? Future.succeededFuture()
                                                        : refused(tx, run, request, Wording.refused(answer)))));
    }

    private Future<Void> refused(Tx tx, Run run, EscalationRequest request, String why) {
        return EscalationCommands.load(tx, run, clock.instant()).map(scene -> {
            StepCommands.record(
                    tx, scene, "refused " + request.id(), run.position(), Wording.notEscalated(request, why));
            return null;
        });
    }

    private Future<Answer<UUID>> open(Tx tx, UUID id, Function<Open, Future<Answer<UUID>>> then) {
        return EscalationStore.lock(tx::query, id)
                .compose(run -> run == null
                        ? Future.succeededFuture(new Answer.Missing<>("no such escalation"))
                        : EscalationStore.incident(tx::query, run.incident())
                                .compose(incident -> incident == null || !isOpen(run, incident)
                                        ? Future.succeededFuture(new Answer.Conflict<>(
                                                "the escalation has stopped: the incident is acknowledged, snoozed,"
                                                        + " resolved or in another cycle"))
                                        : then.apply(new Open(run, incident, clock.instant()))));
    }

    private static boolean isOpen(Run run, IncidentState incident) {
        return run.status() != RunStatus.STOPPED
                && incident.status() == IncidentStatus.TRIGGERED
                && incident.cycle() == run.cycle();
    }

    /** The policy of the run as it is now; what the run has, when that policy is gone. */
    private static Future<Plan> current(Tx tx, Run run) {
        UUID policy = run.plan().policy();
        return policy == null
                ? Future.succeededFuture(run.plan())
                : PolicyStore.policy(tx::query, policy)
                        .compose(found -> found == null
                                ? Future.succeededFuture(run.plan())
                                : RosterQueries.plan(tx::query, found));
    }

    private Future<Answer<UUID>> anew(Tx tx, Open open, Plan plan, int after, String told) {
        return escalations
                .beginAnew(tx, open.run(), plan, after, open.incident(), open.now(), told)
                .map(new Answer.Done<>(open.run().id(), 0));
    }

    private Future<Answer<UUID>> jump(Tx tx, Open open, EscalationAsk ask, int step) {
        Plan plan = open.run().plan();
        return plan.beyond(step)
                ? invalid("/step", "the policy has " + plan.steps().size() + " steps")
                : anew(tx, open, plan, step - 1, Wording.moved(ask.by().name(), step));
    }

    private Future<Answer<UUID>> hasten(Tx tx, Open open, EscalationAsk ask) {
        Run run = open.run();
        if (run.status() == RunStatus.EXHAUSTED) {
            return anew(tx, open, run.plan(), 0, Wording.restarted(ask.by().name(), run.plan()));
        }
        return tx.disarm(StepCommands.TIMER, run.id())
                .compose(done -> EscalationCommands.load(tx, run, open.now()))
                .compose(scene -> {
                    told(tx, scene, ask, Wording.hastened(ask.by().name()));
                    return steps.carryOut(tx, scene, Escalation.hastened(run.plan(), run.position(), scene.now()));
                })
                .map(new Answer.Done<>(run.id(), 0));
    }

    private Future<Answer<UUID>> climb(Tx tx, Open open, EscalationAsk ask) {
        if (ask.targets().size() > 1) {
            return invalid("/targets", "a policy is climbed alone");
        }
        return PolicyStore.policy(tx::query, ask.targets().getFirst().id())
                .compose(found -> found == null
                        ? invalid("/targets/0/id", "there is no such policy")
                        : RosterQueries.plan(tx::query, found)
                                .compose(plan -> anew(
                                        tx,
                                        open,
                                        plan,
                                        0,
                                        Wording.restarted(ask.by().name(), plan))));
    }

    private Future<Answer<UUID>> add(Tx tx, Open open, EscalationAsk ask) {
        List<Target> targets = ask.targets();
        return RosterQueries.roster(tx::query, targets, open.now()).compose(roster -> {
            List<Called> called = roster.resolve(targets);
            if (called.isEmpty()) {
                return invalid("/targets", "nobody who is active is behind these now");
            }
            return EscalationCommands.load(tx, open.run(), open.now())
                    .compose(scene -> {
                        told(tx, scene, ask, Wording.added(ask.by().name(), called));
                        return steps.add(
                                tx,
                                scene,
                                called,
                                ask.id(),
                                Wording.asked(ask.by().name()));
                    })
                    .map(new Answer.Done<>(open.run().id(), 0));
        });
    }

    private static void told(Tx tx, Scene scene, EscalationAsk ask, String text) {
        StepCommands.record(tx, scene, "asked " + ask.id(), scene.run().position(), text, ask.by());
    }

    private static Future<Answer<UUID>> invalid(String pointer, String detail) {
        return Future.succeededFuture(new Answer.Invalid<>(List.of(new Answer.Bad(pointer, detail))));
    }
}
