package dev.belfry.incident.signal.rule;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.incident.catalog.service.SaidUrgency;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.signal.alert.Decided;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All event rules that are on, compiled, at one version. An alert is asked of the rules for all, then of those of its
 * integration, then of those of its service, which is the one it was sent to by then; later rules see what earlier ones
 * have changed.
 */
public final class Rulebook {
    private final long version;
    private final boolean routes;
    private final List<CompiledRule> all = new ArrayList<>();
    private final Map<UUID, List<CompiledRule>> ofService = new HashMap<>();
    private final Map<UUID, List<CompiledRule>> ofIntegration = new HashMap<>();

    private Rulebook(long version, boolean routes) {
        this.version = version;
        this.routes = routes;
    }

    /**
     * @param rules those that are on, in order
     * @param routes whether any rule has ever sent an alert to another service
     */
    public static Rulebook of(long version, boolean routes, List<EventRule> rules) {
        var book = new Rulebook(version, routes);
        for (var rule : rules) {
            book.shelf(rule).add(compiled(rule));
        }
        return book;
    }

    private List<CompiledRule> shelf(EventRule rule) {
        if (rule.service() != null) {
            return ofService.computeIfAbsent(rule.service(), first -> new ArrayList<>());
        }
        return rule.integration() == null
                ? all
                : ofIntegration.computeIfAbsent(rule.integration(), first -> new ArrayList<>());
    }

    private static CompiledRule compiled(EventRule rule) {
        try {
            return CompiledRule.of(rule);
        } catch (Language.Unreadable | RuntimeException wrong) {
            return CompiledRule.broken(rule, "It cannot be compiled any more: " + wrong.getMessage());
        }
    }

    public long version() {
        return version;
    }

    public boolean routes() {
        return routes;
    }

    /** What the rules say about a signal that fires; null when there are none for it. */
    public @Nullable Verdict judge(AcceptedRequest request, AlertSignal signal) {
        // Belfry's own trouble is no rule's business: whoever wants it quiet silences it, and that ends.
        if (request.serviceId().equals(Service.BELFRY)) {
            return null;
        }
        var door = ofIntegration.getOrDefault(request.integrationId(), List.of());
        if (all.isEmpty() && door.isEmpty() && ofService.isEmpty()) {
            return null;
        }
        var judging = new Judging(request, signal);
        all.forEach(judging::ask);
        door.forEach(judging::ask);
        ofService
                .getOrDefault(judging.route == null ? request.serviceId() : judging.route, List.of())
                .forEach(judging::ask);
        return judging.considered == 0 ? null : judging.verdict();
    }

    /** One signal on its way through the rules. */
    private static final class Judging {
        private final Facts facts;
        private final List<Decided.Applied> applied = new ArrayList<>();
        private final List<Decided.Fault> faults = new ArrayList<>();
        private @Nullable UUID route;
        private Verdict.@Nullable Rule suppress;
        private Verdict.@Nullable Pause pause;
        private Verdict.@Nullable Counting threshold;
        private @Nullable SaidUrgency urgency;
        private int considered;

        Judging(AcceptedRequest request, AlertSignal signal) {
            this.facts = new Facts(request, signal);
        }

        void ask(CompiledRule compiled) {
            considered++;
            var before = facts.signal();
            try {
                if (compiled.applies(facts)) {
                    apply(compiled);
                }
            } catch (RuntimeException failed) {
                facts.become(before);
                faults.add(compiled.fault(String.valueOf(failed.getMessage())));
            }
        }

        private void apply(CompiledRule compiled) {
            var actions = compiled.rule().actions();
            var did = new ArrayList<>(compiled.change(facts));
            var rule = new Verdict.Rule(compiled.rule().id(), compiled.rule().name());
            if (actions.urgency() != null) {
                urgency = SaidUrgency.byRule(actions.urgency(), rule.name());
            }
            if (actions.route() != null) {
                route = actions.route();
                did.add("sent it to another service");
            }
            if (actions.suppress()) {
                suppress = rule;
                did.add("suppressed it");
            }
            if (actions.pauseSeconds() != null) {
                pause = new Verdict.Pause(rule, actions.pauseSeconds());
                did.add("gave it " + actions.pauseSeconds() + " seconds to resolve by itself");
            }
            if (actions.threshold() != null) {
                threshold = new Verdict.Counting(rule, actions.threshold());
                did.add("asked for " + actions.threshold().times() + " times in "
                        + actions.threshold().minutes() + " minutes");
            }
            applied.add(compiled.applied(did));
        }

        Verdict verdict() {
            return new Verdict(
                    facts.signal(),
                    route,
                    suppress,
                    pause,
                    threshold,
                    urgency,
                    considered,
                    List.copyOf(applied),
                    List.copyOf(faults));
        }
    }
}
