package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.oncall.paging.policy.EscalationPolicy;
import dev.belfry.oncall.paging.policy.Target;
import dev.belfry.platform.access.Principal;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The API of running, past and simulated escalations. */
final class EscalationRoutes {
    private final EscalationQueries queries;
    private final SimulationQueries simulations;
    private final AskCommands asks;
    private final InstantSource clock;

    EscalationRoutes(EscalationQueries queries, SimulationQueries simulations, AskCommands asks, InstantSource clock) {
        this.queries = queries;
        this.asks = asks;
        this.simulations = simulations;
        this.clock = clock;
    }

    private record Reference(UUID id, String name) {}

    private record PolicyBody(UUID id, String name, long version) {
        static @Nullable PolicyBody of(Plan plan) {
            UUID policy = plan.policy();
            Long version = plan.version();
            return policy == null || version == null ? null : new PolicyBody(policy, plan.name(), version);
        }
    }

    private record PagedBody(
            UUID id,
            Reference user,
            int step,
            int repeat,
            Instant at,
            @Nullable PageOutcome outcome,
            @Nullable Instant acknowledgedAt,
            boolean bundled) {}

    private record Body(
            UUID id,
            UUID incident,
            int cycle,
            RunStatus status,
            @Nullable PolicyBody policy,
            @Nullable Reference assignee,
            int step,
            int repeat,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant nextAt,
            @Nullable Instant heldSince,
            List<Target> nextTargets,
            List<PagedBody> paged) {}

    private record SimulatedPage(UUID id, String name, String reason) {}

    private record SimulatedEvent(
            Instant at,
            Simulation.Kind kind,
            int step,
            int repeat,
            String text,
            List<SimulatedPage> paged,
            @Nullable Duration delay) {}

    private record SimulationBody(
            @Nullable PolicyBody policy,
            Instant at,
            IncidentSeverity severity,
            Urgency urgency,
            List<SimulatedEvent> events,
            boolean complete) {}

    void on(Api api) {
        api.on(
                        "listEscalations",
                        Role.VIEWER,
                        call -> queries.ofIncident(UUID.fromString(String.valueOf(call.query("incident"))))
                                .map(found -> Reply.list(
                                        call,
                                        found.stream()
                                                .map(EscalationRoutes::body)
                                                .toList(),
                                        null)))
                .on("getEscalation", Role.VIEWER, this::get)
                .on("simulateEscalation", Role.VIEWER, this::simulate)
                .onOwned(
                        "restartEscalation",
                        Role.RESPONDER,
                        call -> asks.restart(
                                        call.id("id"),
                                        CallerRoutes.of(call, Role.RESPONDER),
                                        call.body(RestartBody.class).why())
                                .compose(this::answered))
                .onOwned("escalateEscalation", Role.RESPONDER, this::escalate);
    }

    private record RestartBody(@Nullable String why) {}

    private record AskBody(
            @Nullable String why,
            @Nullable Integer step,
            @Nullable List<Target> targets) {}

    private Future<Reply> escalate(Call call) {
        AskBody body = call.body(AskBody.class);
        List<Target> targets = Objects.requireNonNullElse(body.targets(), List.of());
        return body.step() != null && !targets.isEmpty()
                ? Future.succeededFuture(Reply.invalid(new Problem.Field("#/targets", "name a step or targets")))
                : asks.escalate(
                                call.id("id"),
                                CallerRoutes.of(call, Role.RESPONDER),
                                new EscalationAsk(
                                        call.newId(), actor(call.principal()), body.why(), body.step(), targets))
                        .compose(this::answered);
    }

    static Actor actor(Principal who) {
        return Actor.user(who.userId(), who.name());
    }

    private Future<Reply> answered(Answer<UUID> answer) {
        return answer instanceof Answer.Done<UUID> done
                ? queries.one(done.value()).map(standing -> Reply.ok(body(Objects.requireNonNull(standing))))
                : Future.succeededFuture(AnswerRoutes.changed(answer, Function.identity()));
    }

    private Future<Reply> get(Call call) {
        return queries.one(call.id("id"))
                .map(standing -> standing == null ? AnswerRoutes.missing(Escalation.THING) : Reply.ok(body(standing)));
    }

    private Future<Reply> simulate(Call call) {
        Instant at = Objects.requireNonNullElseGet(call.instant("at"), clock::instant);
        if (!Simulation.possible(at)) {
            return Future.succeededFuture(Reply.invalid(new Problem.Field("query: at", Simulation.POSSIBLE)));
        }
        String severity = call.query("severity");
        return simulations
                .simulate(
                        call.id("id"),
                        at,
                        severity == null
                                ? IncidentSeverity.SEV1
                                : IncidentSeverity.valueOf(severity.toUpperCase(Locale.ROOT)))
                .map(found -> found == null ? AnswerRoutes.missing(EscalationPolicy.THING) : Reply.ok(body(found)));
    }

    private static SimulationBody body(Simulation simulation) {
        return new SimulationBody(
                PolicyBody.of(simulation.plan()),
                simulation.at(),
                simulation.severity(),
                simulation.urgency(),
                simulation.events().stream()
                        .map(event -> new SimulatedEvent(
                                event.at(),
                                event.kind(),
                                event.step(),
                                event.repeat(),
                                event.text(),
                                event.paged().stream()
                                        .map(page -> new SimulatedPage(
                                                page.who().id(), page.who().name(), page.reason()))
                                        .toList(),
                                event.delay()))
                        .toList(),
                simulation.complete());
    }

    static Object body(EscalationQueries.Standing standing) {
        Run run = standing.run();
        Party alone = run.plan().alone();
        return new Body(
                run.id(),
                run.incident(),
                run.cycle(),
                run.status(),
                PolicyBody.of(run.plan()),
                alone == null ? null : new Reference(alone.id(), alone.name()),
                run.position().step(),
                run.position().repeat(),
                run.startedAt(),
                run.endedAt(),
                run.nextAt(),
                run.heldSince(),
                standing.next().stream()
                        .map(target ->
                                new Target(target.type(), target.id(), target.who(), name(standing, target.id())))
                        .toList(),
                standing.pages().stream()
                        .map(page -> new PagedBody(
                                page.id(),
                                new Reference(page.person(), name(standing, page.person())),
                                page.position().step(),
                                page.position().repeat(),
                                page.at(),
                                page.outcome(),
                                page.acknowledgedAt(),
                                page.bundled()))
                        .toList());
    }

    private static String name(EscalationQueries.Standing standing, UUID id) {
        return standing.names().getOrDefault(id, "unknown");
    }
}
