package dev.belfry.oncall.escalation;

import dev.belfry.contracts.delivery.PageAcknowledged;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.oncall.policy.Urgency;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts, climbs and stops escalations. */
final class EscalationCommands {
    private final InstantSource clock;
    private final StepCommands steps;

    EscalationCommands(InstantSource clock, StepCommands steps) {
        this.clock = clock;
        this.steps = steps;
    }

    /**
     * An incident has changed. What counts is where it stands now, not what happened to it, so that a missed event is
     * made up for by the next one.
     */
    Future<Void> heard(Tx tx, Moment moment, IncidentEvent change) {
        IncidentState incident = change.incident();
        return EscalationStore.see(tx::query, incident, change.version()).compose(news -> {
            if (!news) {
                return Future.succeededFuture();
            }
            if (incident.status() != IncidentStatus.TRIGGERED) {
                return stop(tx, incident.id(), moment.now, incident.cycle() + 1);
            }
            return stop(tx, incident.id(), moment.now, incident.cycle())
                    .compose(done -> begin(tx, incident, moment))
                    .compose(begun -> begun || change.happened() != Happened.SEVERITY_CHANGED
                            ? Future.succeededFuture()
                            : weigh(tx, incident, moment.now));
        });
    }

    /** A step has had its time. */
    Future<Void> overdue(Tx tx, UUID id, int cycle, Position at, Instant now) {
        return EscalationStore.lock(tx::query, id)
                .compose(run -> run == null || !run.standsAt(cycle, at)
                        ? Future.succeededFuture()
                        : load(tx, run, now).compose(scene -> {
                            tellLateness(tx, scene);
                            return steps.carryOut(tx, scene, Escalation.overdue(run.plan(), at, scene.now()));
                        }));
    }

    private static void tellLateness(Tx tx, Scene scene) {
        if (scene.late()) {
            Position at = scene.run().position();
            StepCommands.record(tx, scene, "late", at, Wording.late(at, scene.lateness()));
        }
    }

    /** A page cannot be delivered by any means; when that is true of all pages of the step, the next one is asked now. */
    Future<Void> undeliverable(Tx tx, UUID page) {
        return EscalationStore.undeliverable(tx::query, page)
                .compose(failed -> Tx.each(
                        failed,
                        RequestedPage::escalation,
                        one -> one.position().step() == 0 ? Future.succeededFuture() : giveUp(tx, one)));
    }

    /** One of everyone has acknowledged; when nobody is left, the incident is acknowledged. */
    Future<Void> acknowledged(Tx tx, PageAcknowledged told) {
        return EscalationStore.acknowledge(tx::query, told.pageId(), told.at())
                .compose(page -> page == null
                        ? Future.succeededFuture()
                        : EscalationStore.lock(tx::query, page.escalation())
                                .compose(run -> run == null || run.status() == RunStatus.STOPPED
                                        ? Future.succeededFuture()
                                        : EscalationStore.unacknowledged(tx::query, run.id(), page.position())
                                                .compose(others -> load(tx, run, clock.instant())
                                                        .map(scene -> {
                                                            StepCommands.acknowledged(tx, scene, page, told, others);
                                                            return null;
                                                        }))));
    }

    private Future<Void> giveUp(Tx tx, RequestedPage failed) {
        return EscalationStore.lock(tx::query, failed.escalation())
                .compose(run -> run == null || !run.standsAt(run.cycle(), failed.position())
                        ? Future.succeededFuture()
                        : EscalationStore.hope(tx::query, run.id(), run.position())
                                .compose(hope -> hope ? Future.succeededFuture() : advance(tx, run)));
    }

    private Future<Void> advance(Tx tx, Run run) {
        return load(tx, run, clock.instant()).compose(scene -> {
            Position at = run.position();
            StepCommands.record(tx, scene, "unreachable", at, Wording.unreachable(at, run.base()));
            Move move = Escalation.unreachable(run.plan(), at, scene.now()).orElse(null);
            return move == null
                    ? Future.succeededFuture()
                    : tx.disarm(StepCommands.TIMER, run.id()).compose(done -> steps.carryOut(tx, scene, move));
        });
    }

    private static Future<Void> stop(Tx tx, UUID incident, Instant now, int before) {
        return EscalationStore.stop(tx::query, incident, now, before).compose(stopped -> {
            Future<Void> last = Future.succeededFuture();
            for (UUID run : stopped) {
                last = last.compose(done -> tx.disarm(StepCommands.TIMER, run));
            }
            return last;
        });
    }

    /** False when this cycle has its escalation already. */
    Future<Boolean> begin(Tx tx, IncidentState incident, Moment moment) {
        Instant now = moment.now;
        return moment.plan(tx, incident.escalationPolicyId()).compose(plan -> {
            Run run = new Run(
                    Ids.derived("escalation", incident.id(), incident.cycle()),
                    incident.id(),
                    incident.cycle(),
                    RunStatus.RUNNING,
                    plan,
                    Position.START,
                    0,
                    incident.severity(),
                    null,
                    null,
                    now,
                    null);
            return EscalationStore.start(tx::query, run)
                    .compose(started -> started
                            ? moment.roster(tx, plan)
                                    .map(roster -> scene(run, incident, roster, now, Set.of()))
                                    .compose(scene -> steps.carryOut(
                                            tx, scene, Escalation.begin(plan, Position.START, scene.now())))
                                    .map(true)
                            : Future.succeededFuture(false));
        });
    }

    /** An incident that could wait and cannot any more begins at the first step, where the policy makes a difference. */
    private Future<Void> weigh(Tx tx, IncidentState incident, Instant now) {
        return EscalationStore.lock(tx::query, incident.id(), incident.cycle()).compose(run -> {
            boolean risen = run != null
                    && run.severity() != null
                    && run.plan().weighsSeverity()
                    && Urgency.of(run.severity()) == Urgency.LOW
                    && Urgency.of(incident.severity()) == Urgency.HIGH;
            return run == null || !risen
                    ? Future.succeededFuture()
                    : beginAnew(tx, run, run.plan(), 0, incident, now, Wording.risen(run.startedAt()));
        });
    }

    /** Climbs again from after {@code step}: it is another repeat, so that no page has an id of before. */
    Future<Void> beginAnew(Tx tx, Run run, Plan plan, int step, IncidentState incident, Instant now, String told) {
        int repeat = run.position().repeat() + 1;
        Run anew = run.anew(plan, new Position(step, repeat), repeat, incident.severity());
        return EscalationStore.beginAnew(tx::query, anew)
                .compose(done -> tx.disarm(StepCommands.TIMER, run.id()))
                .compose(done -> scene(tx, anew, incident, now))
                .compose(scene -> {
                    StepCommands.record(tx, scene, "anew", anew.position(), told);
                    return steps.carryOut(tx, scene, Escalation.begin(plan, anew.position(), scene.now()));
                });
    }

    /** Goes on with what should never have stopped, from the first step. */
    Future<Void> resume(Tx tx, Run run) {
        return EscalationStore.incident(tx::query, run.incident())
                .compose(incident -> incident == null
                        ? Future.succeededFuture()
                        : beginAnew(tx, run, run.plan(), 0, incident, clock.instant(), Wording.resumed()));
    }

    static Future<Scene> load(Tx tx, Run run, Instant now) {
        return EscalationStore.incident(tx::query, run.incident())
                .compose(incident -> incident == null
                        ? Future.failedFuture(new IllegalStateException("escalation of an unknown incident"))
                        : scene(tx, run, incident, now));
    }

    private static Future<Scene> scene(Tx tx, Run run, IncidentState incident, Instant now) {
        return RosterQueries.roster(tx::query, run.plan(), now, run.heldSince())
                .compose(roster -> EscalationStore.acknowledged(tx::query, run.id())
                        .map(acknowledged -> scene(run, incident, roster, now, acknowledged)));
    }

    private static Scene scene(Run run, IncidentState incident, Roster roster, Instant now, Set<UUID> acknowledged) {
        return new Scene(
                run,
                incident,
                new Situation(roster, incident.severity(), now, run.startedAt(), run.base(), acknowledged));
    }

    Moment moment() {
        return new Moment(clock.instant());
    }

    /**
     * One instant of one transaction: what a policy says and who is on call is read once, however many incidents begin
     * to climb then.
     */
    static final class Moment {
        private final Instant now;
        private final Map<UUID, Future<Plan>> plans = new HashMap<>();
        private final Map<Plan, Future<Roster>> rosters = new HashMap<>();

        private Moment(Instant now) {
            this.now = now;
        }

        private Future<Plan> plan(Tx tx, @Nullable UUID policy) {
            return policy == null
                    ? Future.succeededFuture(Plan.NONE)
                    : plans.computeIfAbsent(policy, unread -> RosterQueries.plan(tx::query, policy));
        }

        private Future<Roster> roster(Tx tx, Plan plan) {
            return rosters.computeIfAbsent(plan, unread -> RosterQueries.roster(tx::query, plan, now, null));
        }
    }
}
