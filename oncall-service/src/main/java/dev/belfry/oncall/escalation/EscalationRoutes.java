package dev.belfry.oncall.escalation;

import dev.belfry.oncall.policy.EscalationPolicy;
import dev.belfry.oncall.policy.TargetType;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Reply;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API of running and past escalations. */
final class EscalationRoutes {
    private final EscalationQueries queries;

    EscalationRoutes(EscalationQueries queries) {
        this.queries = queries;
    }

    private record Reference(UUID id, String name) {}

    private record PolicyBody(UUID id, String name, long version) {}

    private record NextTarget(TargetType type, UUID id, String name) {}

    private record PagedBody(UUID id, Reference user, int step, int repeat, Instant at, boolean undeliverable) {}

    private record Body(
            UUID id,
            UUID incident,
            int cycle,
            RunStatus status,
            @Nullable PolicyBody policy,
            int step,
            int repeat,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant nextAt,
            List<NextTarget> nextTargets,
            List<PagedBody> paged) {}

    void on(Api api) {
        api.on(
                "listEscalations",
                Role.VIEWER,
                call -> queries.ofIncident(UUID.fromString(String.valueOf(call.query("incident"))))
                        .map(found -> Reply.list(
                                call, found.stream().map(EscalationRoutes::body).toList(), null)));
    }

    private static Body body(EscalationQueries.Standing standing) {
        Run run = standing.run();
        EscalationPolicy policy = standing.policy();
        return new Body(
                run.id(),
                run.incident(),
                run.cycle(),
                run.status(),
                policy == null ? null : new PolicyBody(policy.id(), policy.name(), policy.version()),
                run.position().step(),
                run.position().repeat(),
                run.startedAt(),
                run.endedAt(),
                run.nextAt(),
                standing.next().stream()
                        .map(target -> new NextTarget(target.type(), target.id(), name(standing, target.id())))
                        .toList(),
                standing.pages().stream()
                        .map(page -> new PagedBody(
                                page.id(),
                                new Reference(page.person(), name(standing, page.person())),
                                page.position().step(),
                                page.position().repeat(),
                                page.at(),
                                page.undeliverable()))
                        .toList());
    }

    private static String name(EscalationQueries.Standing standing, UUID id) {
        return standing.names().getOrDefault(id, "unknown");
    }
}
