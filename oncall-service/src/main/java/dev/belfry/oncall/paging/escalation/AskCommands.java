package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.FactKind;
import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.paging.policy.PolicyStore;
import dev.belfry.oncall.paging.policy.Target;
import dev.belfry.oncall.paging.policy.TargetType;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.timer.DueTimer;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does to a running escalation what somebody asks for. */
final class AskCommands {
    static final String TIMER = "escalation-request";

    /** Pressing the button again, or two who call the same person, is one page. */
    private static final Duration CALLED_ONCE_IN = Duration.ofMinutes(1);

    private static final int MOST_ATTEMPTS = 20;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

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

    /** An escalation that can be asked for something: its incident is open, in the cycle of the escalation. */
    private record Open(Run run, IncidentState incident, Instant now) {
        boolean climbs() {
            return isOpen(run, incident);
        }
    }

    /** Begins anew at the first step, by the policy as it is now. */
    Future<Answer<UUID>> restart(UUID id, Caller by, @Nullable String why) {
        return database.transact(tx -> open(
                tx,
                id,
                by,
                open -> !open.climbs()
                        ? stopped(open.run(), open.incident())
                        : current(tx, open)
                                .compose(plan -> anew(tx, open, plan, 0, EscalationRoutes.actor(by.principal()), why))
                                .compose(answer ->
                                        written(tx, by, open, "escalation.restarted", detail(open, why), answer))));
    }

    Future<Answer<UUID>> escalate(UUID id, Caller by, EscalationAsk ask) {
        return database.transact(tx -> open(tx, id, by, open -> {
            Map<String, Object> detail = detail(open, ask.why());
            Integer step = ask.step();
            if (step != null) {
                detail.put("step", step);
            }
            if (!ask.targets().isEmpty()) {
                detail.put(
                        "targets",
                        ask.targets().stream()
                                .map(target -> target.id().toString())
                                .toList());
            }
            return escalate(tx, open, ask)
                    .compose(answer -> written(tx, by, open, "escalation.escalated", detail, answer));
        }));
    }

    private static Map<String, Object> detail(Open open, @Nullable String why) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("incident", "#" + open.incident().number());
        detail.put("policy", open.run().plan().name());
        if (why != null) {
            detail.put("why", why);
        }
        return detail;
    }

    private static Future<Answer<UUID>> written(
            Tx tx, Caller by, Open open, String action, Map<String, Object> detail, Answer<UUID> answer) {
        return answer instanceof Answer.Done<UUID>
                ? AuditStore.write(
                                tx::query,
                                by,
                                action,
                                open.run().id(),
                                open.run().plan().team(),
                                detail)
                        .map(answer)
                : Future.succeededFuture(answer);
    }

    private Future<Answer<UUID>> escalate(Tx tx, Open open, EscalationAsk ask) {
        if (!open.climbs()) {
            return beside(tx, open, ask);
        }
        if (!ask.targets().isEmpty()) {
            return ask.targets().getFirst().type() == TargetType.POLICY ? climb(tx, open, ask) : add(tx, open, ask);
        }
        Integer step = ask.step();
        return step == null ? hasten(tx, open, ask) : jump(tx, open, ask, step);
    }

    /** Somebody has the incident, or it is snoozed: others are called in once, and nothing is climbed for it. */
    private Future<Answer<UUID>> beside(Tx tx, Open open, EscalationAsk ask) {
        List<Target> asked = ask.targets();
        if (!asked.isEmpty() && asked.getFirst().type() == TargetType.POLICY) {
            return asked.size() > 1
                    ? invalid("/targets", "a policy is climbed alone")
                    : PolicyStore.policy(tx::query, asked.getFirst().id())
                            .compose(found -> found == null
                                    ? invalid("/targets/0/id", "there is no such policy")
                                    : RosterQueries.plan(tx::query, found)
                                            .compose(plan -> beside(tx, open, ask, plan, 1)));
        }
        if (!asked.isEmpty()) {
            return add(tx, open, ask);
        }
        Run run = open.run();
        Integer step = ask.step();
        int next = run.position().step() + 1;
        return rest(tx, open)
                .compose(plan -> beside(
                        tx,
                        open,
                        ask,
                        plan,
                        step != null ? step : run.plan().alone() != null || plan.beyond(next) ? 1 : next));
    }

    private Future<Answer<UUID>> beside(Tx tx, Open open, EscalationAsk ask, Plan plan, int step) {
        List<Target> targets =
                plan.beyond(step) ? List.of() : plan.step(step).step().targets();
        return targets.isEmpty()
                ? invalid("/step", "the policy has " + plan.steps().size() + " steps")
                : add(tx, open, new EscalationAsk(ask.id(), ask.by(), ask.why(), null, targets));
    }

    /** What was asked of the incident elsewhere; what cannot be done is told on its timeline. */
    Future<Void> requested(Tx tx, EscalationRequest request) {
        return RequestStore.take(tx::query, request)
                .compose(fresh -> fresh ? carryOut(tx, request, 0) : Future.succeededFuture());
    }

    /** A request that was early is due again. */
    Future<Void> again(Tx tx, DueTimer due) {
        return RequestStore.find(tx::query, due.ref())
                .compose(request -> request == null ? Future.succeededFuture() : carryOut(tx, request, due.step()));
    }

    private Future<Void> carryOut(Tx tx, EscalationRequest request, int attempt) {
        return EscalationStore.lock(tx::query, request.incidentId(), request.cycle())
                .compose(run -> run == null
                        ? waitForIncident(tx, request, attempt)
                        : NamedStore.find(tx::query, request.party(), request.named())
                                .compose(target -> target == null
                                        ? refused(tx, run, request, FactReason.NAME_UNKNOWN)
                                        : open(tx, run.id(), null, open -> escalate(tx, open, asked(request, target)))
                                                .compose(answer -> answer instanceof Answer.Done
                                                        ? Future.succeededFuture()
                                                        : refused(tx, run, request, why(answer)))));
    }

    /** The incident comes on another topic and may be later; one that is known has no escalation in this cycle. */
    private static Future<Void> waitForIncident(Tx tx, EscalationRequest request, int attempt) {
        return EscalationStore.incident(tx::query, request.incidentId()).map(incident -> {
            boolean early = incident == null || incident.cycle() < request.cycle();
            if (early && attempt < MOST_ATTEMPTS) {
                tx.arm(new TimerOrder(
                        Ids.derived(TIMER, request.id(), attempt),
                        TIMER,
                        request.id(),
                        request.cycle(),
                        attempt + 1,
                        0,
                        pause(attempt)));
            }
            return null;
        });
    }

    /** Twice as long each time: 20 attempts are about five minutes. */
    static Duration pause(int attempt) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private static EscalationAsk asked(EscalationRequest request, Target target) {
        return new EscalationAsk(request.id(), request.by(), null, null, List.of(target));
    }

    private static FactReason why(Answer<UUID> refusal) {
        return refusal instanceof Answer.Conflict ? FactReason.HAD_ENDED : FactReason.NOBODY_ACTIVE;
    }

    private Future<Void> refused(Tx tx, Run run, EscalationRequest request, FactReason why) {
        Fact fact = Fact.of(FactKind.REFUSED, run.position())
                .by(request.by(), null)
                .wanted(request.named())
                .because(why)
                .once(request.id());
        return EscalationCommands.load(tx, run, clock.instant())
                .compose(scene -> FactCommands.tell(tx, FactCommands.Account.of(scene, fact)));
    }

    /** @param by who has to be allowed to; null for who was asked elsewhere whether they are */
    private Future<Answer<UUID>> open(Tx tx, UUID id, @Nullable Caller by, Function<Open, Future<Answer<UUID>>> then) {
        return EscalationStore.lock(tx::query, id).compose(run -> {
            if (run == null) {
                return Future.succeededFuture(new Answer.Missing<>(Escalation.THING));
            }
            if (by != null && !by.may(run.plan().team())) {
                return Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
            }
            return EscalationStore.incident(tx::query, run.incident())
                    .compose(incident -> incident == null || !isAskable(run, incident)
                            ? stopped(run, incident)
                            : then.apply(new Open(run, incident, clock.instant())));
        });
    }

    /** Says which state it is that prevents it, and what to do instead. */
    private static Future<Answer<UUID>> stopped(Run run, @Nullable IncidentState incident) {
        String why;
        if (incident == null) {
            why = "the incident of this escalation is not known here";
        } else if (incident.tried()) {
            why = "the incident is a test: nobody is paged but who declared it";
        } else if (incident.cycle() != run.cycle()) {
            why = "paging has begun anew since: ask the newest escalation of the incident";
        } else {
            why = switch (incident.status()) {
                case RESOLVED -> "the incident is resolved: reopen it to page somebody";
                case SNOOZED -> "the incident is snoozed: it is paged again when that ends";
                case ACKNOWLEDGED ->
                    "the incident is acknowledged: unacknowledge it to page again from step 1, or call in others";
                case TRIGGERED -> "the escalation has stopped: reopen the incident to page somebody";
            };
        }
        return Future.succeededFuture(new Answer.Conflict<>(why));
    }

    /** Whether others can be called in: the incident is open, in the cycle of the escalation. */
    static boolean isAskable(Run run, IncidentState incident) {
        return incident.status() != IncidentStatus.RESOLVED && incident.cycle() == run.cycle() && !incident.tried();
    }

    static boolean isOpen(Run run, IncidentState incident) {
        return run.status() != RunStatus.STOPPED
                && incident.status() == IncidentStatus.TRIGGERED
                && incident.cycle() == run.cycle();
    }

    /** What comes after what the run has done: where it was for one person, the policy of the incident from its first step. */
    private static Future<Plan> rest(Tx tx, Open open) {
        Plan plan = open.run().plan();
        return plan.alone() == null
                ? Future.succeededFuture(plan)
                : RosterQueries.plan(tx::query, open.incident().escalationPolicyId());
    }

    /** The policy of the run as it is now; what the run has, when that policy is gone. */
    private static Future<Plan> current(Tx tx, Open open) {
        Run run = open.run();
        if (run.plan().alone() != null) {
            return rest(tx, open);
        }
        UUID policy = run.plan().policy();
        return policy == null
                ? Future.succeededFuture(run.plan())
                : PolicyStore.policy(tx::query, policy)
                        .compose(found -> found == null
                                ? Future.succeededFuture(run.plan())
                                : RosterQueries.plan(tx::query, found));
    }

    private Future<Answer<UUID>> anew(Tx tx, Open open, Plan plan, int after, Actor by, @Nullable String why) {
        return escalations
                .beginAnew(
                        tx,
                        open.run(),
                        plan,
                        after,
                        open.incident(),
                        open.now(),
                        anew -> anew.because(FactReason.ASKED_FOR).by(by, why))
                .map(new Answer.Done<>(open.run().id(), 0));
    }

    private Future<Answer<UUID>> jump(Tx tx, Open open, EscalationAsk ask, int step) {
        return rest(tx, open)
                .compose(plan -> plan.beyond(step)
                        ? invalid("/step", "the policy has " + plan.steps().size() + " steps")
                        : anew(tx, open, plan, step - 1, ask.by(), ask.why()));
    }

    private Future<Answer<UUID>> hasten(Tx tx, Open open, EscalationAsk ask) {
        Run run = open.run();
        if (run.status() == RunStatus.EXHAUSTED || run.plan().alone() != null) {
            return rest(tx, open).compose(plan -> anew(tx, open, plan, 0, ask.by(), ask.why()));
        }
        return tx.disarm(StepCommands.TIMER, run.id())
                .compose(done -> EscalationCommands.load(tx, run, open.now()))
                .compose(scene -> steps.carryOut(
                        tx,
                        scene,
                        Escalation.hastened(run.plan(), run.position(), scene.now()),
                        Fact.of(FactKind.HURRIED, run.position())
                                .by(ask.by(), ask.why())
                                .once(ask.id())))
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
                                .compose(plan -> anew(tx, open, plan, 0, ask.by(), ask.why())));
    }

    private Future<Answer<UUID>> add(Tx tx, Open open, EscalationAsk ask) {
        List<Target> targets = ask.targets();
        return RosterQueries.roster(tx::query, targets, open.now()).compose(roster -> {
            List<Party> called = roster.resolve(targets);
            if (called.isEmpty()) {
                return invalid("/targets", "nobody who is active is behind these now");
            }
            // Belfry itself calls in who should know; whom a step has just asked knows. A person may insist.
            boolean bySteps = ask.by().kind().equals(Actor.SYSTEM.kind());
            return EscalationStore.calledIn(tx::query, open.run().id(), calledSince(open), bySteps)
                    .compose(already -> add(
                            tx,
                            open,
                            ask,
                            called.stream()
                                    .filter(one -> !already.contains(one.id()))
                                    .toList()))
                    .map(new Answer.Done<>(open.run().id(), 0));
        });
    }

    private Future<Void> add(Tx tx, Open open, EscalationAsk ask, List<Party> called) {
        return called.isEmpty()
                ? Future.succeededFuture()
                : EscalationCommands.load(tx, open.run(), open.now())
                        .compose(scene -> steps.add(tx, scene, called, ask));
    }

    /** Whoever was called in after that is being paged; what was before the end of the escalation has been withdrawn. */
    private static Instant calledSince(Open open) {
        Instant recent = open.now().minus(CALLED_ONCE_IN);
        Instant ended = open.run().endedAt();
        return ended == null || ended.isBefore(recent) ? recent : ended;
    }

    private static Future<Answer<UUID>> invalid(String pointer, String detail) {
        return Future.succeededFuture(new Answer.Invalid<>(List.of(new Answer.Bad(pointer, detail))));
    }
}
