package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.delivery.PageAcknowledged;
import dev.belfry.contracts.escalation.FactKind;
import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.escalation.Through;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.identity.directory.Notices;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.timer.DueTimer;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Starts, climbs and stops escalations. */
final class EscalationCommands {
    private static final Duration AGAIN = Duration.ofMillis(50);
    private static final Position FIRST = new Position(1, 0);

    private final InstantSource clock;
    private final StepCommands steps;
    private final LeavingCommands leaving;

    EscalationCommands(InstantSource clock, StepCommands steps, LeavingCommands leaving) {
        this.clock = clock;
        this.steps = steps;
        this.leaving = leaving;
    }

    /**
     * An incident has changed. What counts is where it stands now, not what happened to it, so that a missed event is
     * made up for by the next one.
     */
    Future<Void> heard(Tx tx, Moment moment, IncidentEvent change) {
        return EscalationStore.see(tx::query, change.incident(), change.version())
                .compose(seen -> {
                    if (seen == null) {
                        return Future.succeededFuture();
                    }
                    IncidentState incident = seen.incident();
                    NoticeRequest worse = SeverityNotice.of(seen.severityBefore(), change);
                    if (worse != null && !incident.tried()) {
                        tx.emit(Notices.of(worse));
                    }
                    if (incident.status() != IncidentStatus.TRIGGERED) {
                        return stop(tx, incident, moment.now, incident.cycle() + 1)
                                .compose(stopped -> leaving.withdraw(tx, incident, moment.now));
                    }
                    return stop(tx, incident, moment.now, incident.cycle())
                            .compose(stopped ->
                                    stopped ? leaving.withdraw(tx, incident, moment.now) : Future.succeededFuture())
                            .compose(done -> begin(tx, incident, moment))
                            .compose(begun -> begun || change.happened() != Happened.SEVERITY_CHANGED
                                    ? Future.succeededFuture()
                                    : weigh(tx, incident, moment.now));
                });
    }

    /**
     * Steps have had their time. A run that somebody is changing at this moment is looked at again in an instant: whoever
     * stops it wants its timer, and each would wait for the other.
     */
    Future<Void> overdue(Tx tx, List<DueTimer> due) {
        Set<UUID> refs = due.stream().map(DueTimer::ref).collect(Collectors.toSet());
        return EscalationStore.lockFree(tx::query, refs).compose(runs -> {
            List<Run> standing = due.stream()
                    .filter(timer -> stands(runs.get(timer.ref()), timer))
                    .map(timer -> Objects.requireNonNull(runs.get(timer.ref())))
                    .toList();
            List<DueTimer> changing =
                    due.stream().filter(timer -> !runs.containsKey(timer.ref())).toList();
            Instant now = latest(due);
            return again(tx, changing)
                    .compose(done -> leaving.free(tx, standing, now))
                    .compose(free -> withoutThoseWhoLeft(tx, free, now))
                    .compose(rest -> climb(tx, rest, now));
        });
    }

    /** An incident that is one person's goes to its policy when that person is not active any more; the others are given back. */
    private Future<List<Run>> withoutThoseWhoLeft(Tx tx, List<Run> runs, Instant now) {
        Map<UUID, Party> alone = new HashMap<>();
        runs.forEach(run -> {
            if (run.plan().alone() != null) {
                alone.put(run.id(), run.plan().alone());
            }
        });
        if (alone.isEmpty()) {
            return Future.succeededFuture(runs);
        }
        Set<UUID> people = alone.values().stream().map(Party::id).collect(Collectors.toSet());
        return PeopleStore.reachable(tx::query, people).compose(active -> {
            List<Run> left = runs.stream()
                    .filter(run -> alone.containsKey(run.id())
                            && !active.names().containsKey(alone.get(run.id()).id()))
                    .toList();
            return Tx.each(
                            left,
                            Run::incident,
                            run -> load(tx, run, now)
                                    .compose(scene -> scene.incident().tried()
                                            ? climb(tx, List.of(run), now)
                                            : toThePolicy(tx, scene, FactReason.NOBODY_ACTIVE)))
                    .map(done ->
                            runs.stream().filter(run -> !left.contains(run)).toList());
        });
    }

    /** The one person cannot answer, so the policy of the incident is climbed from its first step. */
    private Future<Void> toThePolicy(Tx tx, Scene scene, FactReason why) {
        Party alone = Objects.requireNonNull(scene.run().plan().alone());
        return RosterQueries.plan(tx::query, scene.incident().escalationPolicyId())
                .compose(policy -> beginAnew(
                        tx,
                        scene.run(),
                        policy,
                        0,
                        scene.incident(),
                        scene.now().now(),
                        anew -> anew.because(why).wanted(alone.name())));
    }

    /** One moment for all, at which each of them is due. */
    private static Instant latest(List<DueTimer> due) {
        return due.stream().map(DueTimer::now).max(Instant::compareTo).orElseThrow();
    }

    private static boolean stands(@Nullable Run run, DueTimer timer) {
        return run != null && run.standsAt(timer.cycle(), new Position(timer.step(), timer.repeat()));
    }

    private static Future<Void> again(Tx tx, List<DueTimer> changing) {
        return changing.isEmpty()
                ? Future.succeededFuture()
                : EscalationStore.there(
                                tx::query, changing.stream().map(DueTimer::ref).toList())
                        .map(there -> {
                            changing.stream()
                                    .filter(timer -> there.contains(timer.ref()))
                                    .forEach(timer -> tx.arm(new TimerOrder(
                                            timer.id(),
                                            timer.kind(),
                                            timer.ref(),
                                            timer.cycle(),
                                            timer.step(),
                                            timer.repeat(),
                                            AGAIN)));
                            return null;
                        });
    }

    private Future<Void> climb(Tx tx, List<Run> runs, Instant now) {
        if (runs.isEmpty()) {
            return Future.succeededFuture();
        }
        Moment moment = new Moment(now);
        return EscalationStore.incidents(
                        tx::query, runs.stream().map(Run::incident).toList())
                .compose(incidents -> acknowledged(tx, runs)
                        .compose(acknowledged -> Future.join(runs.stream()
                                .map(run -> decide(tx, moment, run, incidents.get(run.incident()), acknowledged))
                                .toList())))
                .compose(decided -> steps.carryOut(tx, decided.<DecidedStep>list()));
    }

    private static Future<DecidedStep> decide(
            Tx tx, Moment moment, Run run, @Nullable IncidentState incident, Map<UUID, Set<UUID>> acknowledged) {
        if (incident == null) {
            return Future.failedFuture(new IllegalStateException("escalation of an unknown incident"));
        }
        return moment.roster(tx, run.plan(), run.heldSince()).map(roster -> {
            Scene scene = scene(run, incident, roster, moment.now, acknowledged.getOrDefault(run.id(), Set.of()));
            Move move = Escalation.overdue(run.plan(), run.position(), scene.now());
            return new DecidedStep(scene, move, List.of(Fact.due(run).once(String.valueOf(run.nextAt()))));
        });
    }

    /** Only where everyone has to does one acknowledge alone. */
    private static Future<Map<UUID, Set<UUID>>> acknowledged(Tx tx, List<Run> runs) {
        return EscalationStore.acknowledged(
                tx::query,
                runs.stream()
                        .filter(run -> run.plan().asksEveryone())
                        .map(Run::id)
                        .toList());
    }

    /**
     * A page cannot be delivered, or has not arrived and is still being tried; when one or the other is true of all pages of
     * the step, the next one is asked now.
     */
    Future<Void> notReached(Tx tx, UUID page, PageOutcome outcome) {
        return EscalationStore.became(tx::query, page, outcome)
                .compose(failed -> Tx.each(
                        failed,
                        RequestedPage::escalation,
                        one -> one.position().step() == 0 ? Future.succeededFuture() : giveUp(tx, one)));
    }

    /** Pages that may have been called late have arrived. */
    Future<Void> arrived(Tx tx, List<UUID> pages) {
        return EscalationStore.arrived(tx::query, pages);
    }

    /** One person has acknowledged; the incident is acknowledged once all who must have done so. */
    Future<Void> acknowledged(Tx tx, PageAcknowledged told) {
        return EscalationStore.acknowledge(tx::query, told.pageId(), told.at())
                .compose(page -> page == null
                        ? Future.succeededFuture()
                        : EscalationStore.lock(tx::query, page.escalation())
                                .compose(run -> run == null || run.status() == RunStatus.STOPPED
                                        ? calledIn(tx, run, page, told)
                                        : EscalationStore.unacknowledged(tx::query, run.id(), page.position())
                                                .compose(others -> load(tx, run, clock.instant())
                                                        .compose(scene -> StepCommands.acknowledged(
                                                                tx, scene, page, told, others)))));
    }

    /** Somebody who was called in though another has the incident has answered: that is told, and changes nothing else. */
    private Future<Void> calledIn(Tx tx, @Nullable Run run, RequestedPage page, PageAcknowledged told) {
        if (run == null || page.position().step() != 0) {
            return Future.succeededFuture();
        }
        Fact fact = Fact.of(FactKind.ACKNOWLEDGED, page.position())
                .by(Actor.user(told.userId(), told.name()), null)
                .once(page.id());
        return load(tx, run, clock.instant())
                .compose(scene -> FactCommands.tell(tx, FactCommands.Account.of(scene, fact)));
    }

    private Future<Void> giveUp(Tx tx, RequestedPage failed) {
        return EscalationStore.lock(tx::query, failed.escalation())
                .compose(run -> run == null || !run.standsAt(run.cycle(), failed.position())
                        ? Future.succeededFuture()
                        : EscalationStore.outcomes(tx::query, run.id(), run.position())
                                .compose(outcomes -> outcomes.contains(null)
                                        ? Future.succeededFuture()
                                        : advance(tx, run, outcomes.contains(PageOutcome.DEFERRED))));
    }

    private Future<Void> advance(Tx tx, Run run, boolean stillTrying) {
        Party alone = run.plan().alone();
        return load(tx, run, clock.instant()).compose(scene -> {
            Position at = run.position();
            FactReason why = stillTrying ? FactReason.STILL_TRYING : FactReason.UNDELIVERABLE;
            if (alone != null && !scene.incident().tried()) {
                return toThePolicy(tx, scene, why);
            }
            Fact fact = Fact.of(FactKind.UNREACHABLE, at).because(why);
            Move move = alone != null
                    ? null
                    : Escalation.unreachable(run.plan(), at, scene.now()).orElse(null);
            return move == null
                    ? FactCommands.tell(tx, FactCommands.Account.of(scene, fact))
                    : tx.disarm(StepCommands.TIMER, run.id()).compose(done -> steps.carryOut(tx, scene, move, fact));
        });
    }

    /** True when something was running in a cycle before this one. */
    private static Future<Boolean> stop(Tx tx, IncidentState incident, Instant now, int before) {
        if (before == 1) {
            return Future.succeededFuture(false);
        }
        return EscalationStore.stop(tx::query, incident.id(), now, before)
                .compose(stopped -> Tx.each(
                                stopped,
                                Run::incident,
                                run -> tx.disarm(StepCommands.TIMER, run.id())
                                        .compose(done -> FactCommands.tell(tx, ended(run, incident, now))))
                        .map(!stopped.isEmpty()));
    }

    private static FactCommands.Account ended(Run run, IncidentState incident, Instant now) {
        Fact fact = Fact.of(FactKind.ENDED, run.position()).because(Fact.endOf(run, incident));
        return new FactCommands.Account(run, incident, now, List.of(fact));
    }

    /** False when this cycle has its escalation already. */
    Future<Boolean> begin(Tx tx, IncidentState incident, Moment moment) {
        Instant now = moment.now;
        return moment.plan(tx, incident.escalationPolicyId())
                .compose(policy -> choose(tx, incident, policy))
                .compose(chosen -> {
                    Plan plan = chosen.plan();
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
                            false,
                            null,
                            now,
                            null);
                    return EscalationStore.start(tx::query, run)
                            .compose(started -> started
                                    ? moment.roster(tx, plan, null)
                                            .map(roster -> scene(run, incident, roster, now, Set.of()))
                                            .compose(scene -> steps.carryOut(
                                                    tx,
                                                    scene,
                                                    Escalation.begin(plan, Position.START, scene.now()),
                                                    chosen.told()))
                                            .map(true)
                                    : Future.succeededFuture(false));
                });
    }

    /** What is climbed, and what is told of that first. */
    private record Chosen(Plan plan, Fact told) {}

    /** The policy, unless the incident is one person's and that person is still there. */
    private static Future<Chosen> choose(Tx tx, IncidentState incident, Plan policy) {
        UUID person = incident.assignee();
        return person == null
                ? Future.succeededFuture(new Chosen(policy, Fact.of(FactKind.BEGUN, FIRST)))
                : PeopleStore.names(tx::query, Set.of(person))
                        .compose(names -> PeopleStore.reachable(tx::query, Set.of(person))
                                .map(active -> {
                                    String name = names.getOrDefault(person, "Somebody who is gone");
                                    Party one = new Party(person, name, Through.NAMED, null, null);
                                    return incident.tried() || active.names().containsKey(person)
                                            ? new Chosen(Plan.forOne(one, policy), Fact.begunFor(one))
                                            : new Chosen(policy, instead(FIRST, one, FactReason.NOBODY_ACTIVE));
                                }));
    }

    /** Others are paged than the one person who was meant. */
    private static Fact instead(Position at, Party person, FactReason why) {
        return Fact.of(FactKind.BEGUN_ANEW, at).because(why).wanted(person.name());
    }

    /** An incident that could wait and cannot any more begins at the first step, where the policy makes a difference. */
    private Future<Void> weigh(Tx tx, IncidentState incident, Instant now) {
        return EscalationStore.lock(tx::query, incident.id(), incident.cycle()).compose(run -> {
            boolean risen = run != null
                    && run.severity() != null
                    && incident.urgency() == null
                    && run.plan().weighsSeverity()
                    && Urgency.of(run.severity()) == Urgency.LOW
                    && Urgency.of(incident.severity()) == Urgency.HIGH;
            return run == null || !risen
                    ? Future.succeededFuture()
                    : beginAnew(tx, run, run.plan(), 0, incident, now, anew -> anew.because(FactReason.BECAME_URGENT));
        });
    }

    /** Climbs again from after {@code step}: it is another repeat, so that no page has an id of before. */
    Future<Void> beginAnew(
            Tx tx, Run run, Plan plan, int step, IncidentState incident, Instant now, UnaryOperator<Fact> why) {
        int repeat = run.position().repeat() + 1;
        Run anew = run.anew(plan, new Position(step, repeat), repeat, incident.severity());
        return EscalationStore.beginAnew(tx::query, anew)
                .compose(done -> tx.disarm(StepCommands.TIMER, run.id()))
                .compose(done -> scene(tx, anew, incident, now))
                .compose(scene -> {
                    Fact fact = why.apply(Fact.of(FactKind.BEGUN_ANEW, new Position(step + 1, repeat)));
                    return steps.carryOut(tx, scene, Escalation.begin(plan, anew.position(), scene.now()), fact);
                });
    }

    /** Goes on with what should never have stopped, from the first step. */
    Future<Void> resume(Tx tx, Run run) {
        return EscalationStore.incident(tx::query, run.incident())
                .compose(incident -> incident == null
                        ? Future.succeededFuture()
                        : beginAnew(
                                tx,
                                run,
                                run.plan(),
                                0,
                                incident,
                                clock.instant(),
                                anew -> anew.because(FactReason.WRONGLY_STOPPED)));
    }

    static Future<Scene> load(Tx tx, Run run, Instant now) {
        return EscalationStore.incident(tx::query, run.incident())
                .compose(incident -> incident == null
                        ? Future.failedFuture(new IllegalStateException("escalation of an unknown incident"))
                        : scene(tx, run, incident, now));
    }

    private static Future<Scene> scene(Tx tx, Run run, IncidentState incident, Instant now) {
        return RosterQueries.roster(tx::query, run.plan(), now, run.heldSince())
                .compose(roster -> acknowledged(tx, List.of(run))
                        .map(acknowledged ->
                                scene(run, incident, roster, now, acknowledged.getOrDefault(run.id(), Set.of()))));
    }

    private static Scene scene(Run run, IncidentState incident, Roster roster, Instant now, Set<UUID> acknowledged) {
        return new Scene(
                run,
                incident,
                new Situation(
                        roster,
                        incident.severity(),
                        incident.urgency(),
                        now,
                        run.startedAt(),
                        run.base(),
                        acknowledged));
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
        private final Map<Asked, Future<Roster>> rosters = new HashMap<>();

        /** @param heldSince since when a step has been waiting for somebody */
        private record Asked(Plan plan, @Nullable Instant heldSince) {}

        private Moment(Instant now) {
            this.now = now;
        }

        private Future<Plan> plan(Tx tx, @Nullable UUID policy) {
            return policy == null
                    ? Future.succeededFuture(Plan.NONE)
                    : plans.computeIfAbsent(policy, unread -> RosterQueries.plan(tx::query, policy));
        }

        private Future<Roster> roster(Tx tx, Plan plan, @Nullable Instant heldSince) {
            return rosters.computeIfAbsent(
                    new Asked(plan, heldSince), unread -> RosterQueries.roster(tx::query, plan, now, heldSince));
        }
    }
}
