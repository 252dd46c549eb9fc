package dev.belfry.oncall.escalation;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import dev.belfry.oncall.people.PeopleStore;
import dev.belfry.oncall.policy.EscalationPolicy;
import dev.belfry.oncall.policy.PolicyStore;
import dev.belfry.oncall.policy.Target;
import dev.belfry.oncall.policy.TargetType;
import dev.belfry.oncall.schedule.Resolver;
import dev.belfry.oncall.schedule.Schedule;
import dev.belfry.oncall.schedule.ScheduleStore;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts, climbs and stops escalations; the pages, the timer and what the timeline is told commit with the step. */
final class EscalationCommands {
    static final String TIMER = "escalation-step";

    private static final Actor ESCALATION = new Actor("system", null, "Escalation");

    private final InstantSource clock;
    private final Counter steps;
    private final Counter pages;
    private final Counter catchAlls;
    private final Counter exhausted;

    EscalationCommands(InstantSource clock, MeterRegistry metrics) {
        this.clock = clock;
        this.steps = metrics.counter("belfry.escalation.steps");
        this.pages = metrics.counter("belfry.escalation.pages");
        this.catchAlls = metrics.counter("belfry.escalation.catch.all");
        this.exhausted = metrics.counter("belfry.escalation.exhausted");
    }

    /**
     * An incident has changed. What counts is where it stands now, not what happened to it, so that a missed event is
     * made up for by the next one.
     */
    Future<Void> heard(Tx tx, Moment moment, IncidentState incident, long version) {
        return EscalationStore.see(tx::query, incident, version).compose(news -> {
            if (!news) {
                return Future.succeededFuture();
            }
            Instant now = moment.now;
            return incident.status() == IncidentStatus.TRIGGERED
                    ? stop(tx, incident.id(), now, incident.cycle()).compose(done -> begin(tx, incident, moment))
                    : stop(tx, incident.id(), now, incident.cycle() + 1);
        });
    }

    /** A step has had its time. */
    Future<Void> overdue(Tx tx, UUID id, int cycle, Position at, Instant now) {
        return EscalationStore.lock(tx::query, id)
                .compose(run -> run == null || !run.standsAt(cycle, at)
                        ? Future.succeededFuture()
                        : load(tx, run, now)
                                .compose(scene ->
                                        carryOut(tx, scene, Escalation.overdue(scene.plan, at, scene.roster), now)));
    }

    /** A page cannot be delivered by any means; when that is true of all pages of the step, the next one is asked now. */
    Future<Void> undeliverable(Tx tx, UUID page) {
        return EscalationStore.undeliverable(tx::query, page)
                .compose(failed -> failed == null ? Future.succeededFuture() : giveUp(tx, failed));
    }

    private Future<Void> giveUp(Tx tx, RequestedPage failed) {
        return EscalationStore.lock(tx::query, failed.escalation())
                .compose(run -> run == null || !run.standsAt(run.cycle(), failed.position())
                        ? Future.succeededFuture()
                        : EscalationStore.hope(tx::query, run.id(), run.position())
                                .compose(hope -> hope ? Future.succeededFuture() : advance(tx, run)));
    }

    private Future<Void> advance(Tx tx, Run run) {
        Instant now = clock.instant();
        return load(tx, run, now).compose(scene -> {
            record(tx, scene, "unreachable", run.position(), Wording.unreachable(run.position()), now);
            Move move = Escalation.unreachable(scene.plan, run.position(), scene.roster)
                    .orElse(null);
            return move == null
                    ? Future.succeededFuture()
                    : tx.disarm(TIMER, run.id()).compose(done -> carryOut(tx, scene, move, now));
        });
    }

    private static Future<Void> stop(Tx tx, UUID incident, Instant now, int before) {
        return EscalationStore.stop(tx::query, incident, now, before).compose(stopped -> {
            Future<Void> last = Future.succeededFuture();
            for (UUID run : stopped) {
                last = last.compose(done -> tx.disarm(TIMER, run));
            }
            return last;
        });
    }

    private Future<Void> begin(Tx tx, IncidentState incident, Moment moment) {
        Instant now = moment.now;
        return moment.policy(tx, incident.escalationPolicyId()).compose(policy -> {
            Run run = new Run(
                    Ids.derived("escalation", incident.id(), incident.cycle()),
                    incident.id(),
                    incident.cycle(),
                    RunStatus.RUNNING,
                    policy == null ? null : policy.id(),
                    policy == null ? null : policy.version(),
                    Position.START,
                    null,
                    now,
                    null);
            return EscalationStore.start(tx::query, run)
                    .compose(started -> started
                            ? scene(tx, run, incident, policy, moment)
                                    .compose(scene ->
                                            carryOut(tx, scene, Escalation.begin(scene.plan, scene.roster), now))
                            : Future.succeededFuture());
        });
    }

    private Future<Void> carryOut(Tx tx, Scene scene, Move move, Instant now) {
        for (Position skipped : move.skipped()) {
            record(tx, scene, "skipped", skipped, Wording.skipped(skipped), now);
        }
        return switch (move) {
            case Move.Fired fired -> fire(tx, scene, fired, now);
            case Move.Exhausted done -> {
                exhausted.increment();
                record(tx, scene, "exhausted", Position.START, Wording.exhausted(), now);
                yield EscalationStore.exhaust(tx::query, scene.run.id(), now);
            }
        };
    }

    private Future<Void> fire(Tx tx, Scene scene, Move.Fired fired, Instant now) {
        Position position = fired.position();
        Run run = scene.run;
        steps.increment();
        if (fired.catchAll()) {
            catchAlls.increment();
        }
        tx.arm(new TimerOrder(
                Ids.derived(TIMER, run.id(), position.step(), position.repeat()),
                TIMER,
                run.id(),
                run.cycle(),
                position.step(),
                position.repeat(),
                fired.delay()));
        return EscalationStore.climb(tx::query, run.id(), position, fired.delay())
                .compose(done -> page(tx, scene, fired, now));
    }

    private Future<Void> page(Tx tx, Scene scene, Move.Fired fired, Instant now) {
        if (fired.people().isEmpty()) {
            record(tx, scene, "nobody", fired.position(), Wording.nobody(), now);
            return Future.succeededFuture();
        }
        List<RequestedPage> wanted = fired.people().stream()
                .map(person -> scene.page(fired.position(), person, now))
                .toList();
        Map<UUID, String> reasons = Wording.reasons(scene.policyName, scene.plan, fired, scene.roster);
        return EscalationStore.request(tx::query, wanted)
                .onSuccess(inserted -> {
                    List<UUID> people = new ArrayList<>();
                    for (RequestedPage page : wanted) {
                        if (inserted.contains(page.person())) {
                            people.add(page.person());
                            tx.emit(scene.message(page, reasons.getOrDefault(page.person(), "")));
                            pages.increment();
                        }
                    }
                    if (!people.isEmpty()) {
                        String text = Wording.paged(fired, people, scene.roster);
                        record(tx, scene, "paged", fired.position(), text, now);
                    }
                })
                .mapEmpty();
    }

    private static void record(Tx tx, Scene scene, String what, Position at, String text, Instant now) {
        UUID incident = scene.incident.id();
        int cycle = scene.run.cycle();
        UUID id = Ids.derived("escalation-record", incident, cycle, at.step(), at.repeat(), what);
        tx.emit(new Message(
                id,
                Topics.COMMANDS.name(),
                incident.toString(),
                IncidentCommand.TYPE,
                incident.toString(),
                new IncidentCommand(id, incident, CommandVerb.RECORD, cycle, ESCALATION, "escalation", now, text)));
    }

    private static Future<Scene> load(Tx tx, Run run, Instant now) {
        UUID policy = run.policy();
        Long version = run.policyVersion();
        Future<@Nullable EscalationPolicy> kept = policy == null || version == null
                ? Future.succeededFuture(null)
                : PolicyStore.version(tx::query, policy, version);
        return kept.compose(found -> EscalationStore.incident(tx::query, run.incident())
                .compose(incident -> incident == null
                        ? Future.failedFuture(new IllegalStateException("escalation of an unknown incident"))
                        : scene(tx, run, incident, found, new Moment(now))));
    }

    private static Future<Scene> scene(
            Tx tx, Run run, IncidentState incident, @Nullable EscalationPolicy policy, Moment moment) {
        Plan plan = policy == null ? Plan.NONE : Plan.of(policy);
        return moment.roster(tx, plan)
                .map(roster -> new Scene(run, incident, policy == null ? "" : policy.name(), plan, roster));
    }

    private static Future<Roster> roster(Tx tx, Plan plan, Instant now) {
        Set<UUID> people = new HashSet<>();
        Set<UUID> scheduleIds = new HashSet<>();
        for (var step : plan.steps()) {
            for (Target target : step.targets()) {
                (target.type() == TargetType.USER ? people : scheduleIds).add(target.id());
            }
        }
        Map<UUID, UUID> onCall = new HashMap<>();
        Map<UUID, String> names = new HashMap<>();
        return ScheduleStore.these(tx::query, scheduleIds)
                .compose(schedules -> ScheduleStore.overrides(tx::query, scheduleIds, now, now)
                        .map(overrides -> {
                            for (Schedule schedule : schedules) {
                                names.put(schedule.id(), schedule.name());
                                UUID person = Resolver.at(
                                                schedule, overrides.getOrDefault(schedule.id(), List.of()), now)
                                        .user();
                                if (person != null) {
                                    onCall.put(schedule.id(), person);
                                    people.add(person);
                                }
                            }
                            return people;
                        }))
                .compose(found -> PeopleStore.catchAll(tx::query))
                .compose(catchAll -> {
                    if (catchAll != null) {
                        people.add(catchAll);
                    }
                    return PeopleStore.activeNames(tx::query, people)
                            .map(active -> new Roster(active, onCall, names, catchAll));
                });
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
        private final Map<UUID, Future<@Nullable EscalationPolicy>> policies = new HashMap<>();
        private final Map<Plan, Future<Roster>> rosters = new HashMap<>();

        private Moment(Instant now) {
            this.now = now;
        }

        private Future<@Nullable EscalationPolicy> policy(Tx tx, @Nullable UUID id) {
            return id == null
                    ? Future.succeededFuture(null)
                    : policies.computeIfAbsent(id, unread -> PolicyStore.policy(tx::query, id));
        }

        private Future<Roster> roster(Tx tx, Plan plan) {
            return rosters.computeIfAbsent(plan, unread -> EscalationCommands.roster(tx, plan, now));
        }
    }

    /** All that a step needs to know about where it takes place. */
    private record Scene(Run run, IncidentState incident, String policyName, Plan plan, Roster roster) {
        RequestedPage page(Position at, UUID person, Instant now) {
            UUID id = Ids.derived("page", incident.id(), run.cycle(), at.step(), at.repeat(), person);
            return new RequestedPage(id, run.id(), at, person, now, false);
        }

        Message message(RequestedPage page, String reason) {
            Page event = new Page(
                    page.id(),
                    incident.id(),
                    run.cycle(),
                    page.position().step(),
                    page.position().repeat(),
                    page.person(),
                    reason,
                    page.at(),
                    incident);
            return new Message(
                    page.id(),
                    Topics.PAGES.name(),
                    page.person().toString(),
                    Page.TYPE,
                    incident.id().toString(),
                    event);
        }
    }
}
