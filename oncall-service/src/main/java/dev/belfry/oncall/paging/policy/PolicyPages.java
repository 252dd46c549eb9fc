package dev.belfry.oncall.paging.policy;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The escalation policies with their steps. */
public final class PolicyPages {
    private static final int MOST = 200;

    private final PolicyQueries queries;

    public PolicyPages(PolicyQueries queries) {
        this.queries = queries;
    }

    public void on(Console console) {
        console.get("/escalation-policies", Role.VIEWER, this::list);
    }

    private Future<Page> list(PageCall call) {
        return queries.policies(new UUID(0, 0), MOST).compose(policies -> {
            List<Target> targets = policies.stream()
                    .flatMap(policy -> policy.targets().stream())
                    .toList();
            return queries.names(
                            targets,
                            policies.stream()
                                    .flatMap(policy -> Stream.ofNullable(policy.team()))
                                    .toList())
                    .map(names -> new Page(
                            "Escalation policies",
                            "on-call",
                            "escalation-policies.jte",
                            Map.of("policies", policies, "names", names)));
        });
    }
}
