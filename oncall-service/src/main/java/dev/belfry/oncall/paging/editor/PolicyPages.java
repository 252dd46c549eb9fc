package dev.belfry.oncall.paging.editor;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.paging.escalation.ApplyCommands;
import dev.belfry.oncall.paging.escalation.SimulationQueries;
import dev.belfry.oncall.paging.policy.EscalationPolicy;
import dev.belfry.oncall.paging.policy.PolicyChanges;
import dev.belfry.oncall.paging.policy.PolicyCommands;
import dev.belfry.oncall.paging.policy.PolicyDraft;
import dev.belfry.oncall.paging.policy.PolicyQueries;
import dev.belfry.oncall.paging.policy.SavedPolicy;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page of one escalation policy: its steps, who would be paged, its versions, and how it is removed. */
public final class PolicyPages {
    private static final String LIST = "/escalation-policies";
    private static final int VERSIONS = 20;

    private final PolicyCommands commands;
    private final PolicyQueries policies;
    private final SimulationQueries simulations;
    private final ApplyCommands applying;
    private final InstantSource clock;

    public PolicyPages(
            PolicyCommands commands,
            PolicyQueries policies,
            SimulationQueries simulations,
            ApplyCommands applying,
            InstantSource clock) {
        this.commands = commands;
        this.policies = policies;
        this.simulations = simulations;
        this.applying = applying;
        this.clock = clock;
    }

    /** One version in the list, with what it changed; nothing for the first one. */
    public record Version(long number, Instant at, String by, List<PolicyChanges.Line> changes) {
        public Version {
            changes = List.copyOf(changes);
        }
    }

    public void on(Console console) {
        console.get(LIST + "/:id", Role.VIEWER, call -> known(call, policy -> page(call, policy, "", 200)));
        console.get(
                LIST + "/:id/versions", Role.VIEWER, call -> known(call, policy -> versions(call, policy, "", 200)));
        console.postOwned(LIST + "/:id/versions/:version/restore", Role.MANAGER, this::restore);
        console.postOwned(LIST + "/:id/apply", Role.RESPONDER, this::apply);
        console.get(LIST + "/:id/remove", Role.VIEWER, call -> known(call, policy -> removal(policy, "", 200)));
        console.postOwned(LIST + "/:id/remove", Role.MANAGER, this::remove);
    }

    static Page missing() {
        return new Page(404, "Escalation policy", "on-call", "policy-missing.jte", Map.of("words", ""));
    }

    static Page notYours() {
        return new Page(
                403,
                "Escalation policy",
                "on-call",
                "policy-missing.jte",
                Map.of("words", "Only a manager, or a manager of its team, can change an escalation policy."));
    }

    private Future<Page> known(PageCall call, Function<EscalationPolicy, Future<Page>> page) {
        return policies.policy(Uuids.orNone(call.path("id")))
                .compose(policy -> policy == null ? Future.succeededFuture(missing()) : page.apply(policy));
    }

    private Future<Page> page(PageCall call, EscalationPolicy policy, String error, int status) {
        SimulationAsk ask = SimulationAsk.read(call::query, call.view().zone(), clock.instant());
        Future<PolicyPicture> picture = simulations
                .simulate(policy, ask.at(), ask.severity())
                .map(found -> PolicyPicture.of(found, ask.zone()));
        Future<Map<UUID, String>> names = names(List.of(policy));
        Future<Integer> behind = applying.behind(policy.id(), policy.version());
        Future<Map<UUID, String>> outer = policies.outer(policy.id());
        return Future.all(picture, names, behind, outer).map(all -> {
            Map<String, Object> params = new HashMap<>();
            params.put("policy", policy);
            params.put("names", names.result());
            params.put("ask", ask);
            params.put("picture", picture.result());
            params.put("behind", behind.result());
            params.put("outer", outer.result());
            params.put("error", error);
            return new Page(status, policy.name(), "on-call", "policy.jte", params);
        });
    }

    private Future<Map<UUID, String>> names(List<EscalationPolicy> some) {
        return policies.names(
                some.stream()
                        .flatMap(policy -> policy.targets().stream())
                        .distinct()
                        .toList(),
                some.stream()
                        .flatMap(policy -> Stream.ofNullable(policy.team()))
                        .distinct()
                        .toList());
    }

    private Future<Page> versions(PageCall call, EscalationPolicy policy, String error, int status) {
        String before = call.query("before");
        long from = before != null && before.matches("\\d{1,9}") ? Long.parseLong(before) : Long.MAX_VALUE;
        return policies.versions(policy.id(), from, VERSIONS + 1)
                .compose(saved -> names(saved.stream().map(SavedPolicy::policy).toList())
                        .map(names -> {
                            List<Version> lines = new ArrayList<>();
                            for (int i = 0; i < Math.min(saved.size(), VERSIONS); i++) {
                                SavedPolicy one = saved.get(i);
                                lines.add(new Version(
                                        one.policy().version(),
                                        one.at(),
                                        one.by(),
                                        i + 1 < saved.size()
                                                ? PolicyChanges.between(
                                                        saved.get(i + 1).policy(), one.policy(), names)
                                                : List.of()));
                            }
                            return new Page(
                                    status,
                                    policy.name(),
                                    "on-call",
                                    "policy-versions.jte",
                                    Map.of(
                                            "policy",
                                            policy,
                                            "versions",
                                            lines,
                                            "more",
                                            saved.size() > VERSIONS,
                                            "error",
                                            error));
                        }));
    }

    /** The old version becomes the next one. */
    private Future<PageReply> restore(PageCall call) {
        UUID id = Uuids.orNone(call.path("id"));
        String number = call.path("version");
        String base = call.form("base");
        Future<@Nullable EscalationPolicy> old = number.matches("\\d{1,9}")
                ? policies.version(id, Long.parseLong(number))
                : Future.succeededFuture(null);
        return old.compose(version -> version == null
                ? Future.succeededFuture(missing())
                : commands.update(
                                CallerRoutes.of(call, Role.MANAGER),
                                id,
                                PolicyDraft.of(version),
                                base.matches("\\d{1,9}") ? Long.valueOf(base) : null)
                        .compose(answer -> answer instanceof Answer.Done<EscalationPolicy> done
                                ? Future.succeededFuture(PageReply.redirect(
                                        LIST + "/" + id,
                                        "Version " + number + " is restored, as version " + done.version() + "."))
                                : known(
                                                call,
                                                policy -> versions(
                                                        call,
                                                        policy,
                                                        "Version " + number + " was not restored: " + why(answer),
                                                        status(answer)))
                                        .map(page -> page)));
    }

    private Future<PageReply> apply(PageCall call) {
        return policies.policy(Uuids.orNone(call.path("id")))
                .compose(policy -> policy == null
                        ? Future.succeededFuture(missing())
                        : applying.apply(CallerRoutes.of(call, Role.RESPONDER), policy.id(), policy.version())
                                .compose(applied -> {
                                    String words = applied.restarted()
                                            + (applied.restarted() == 1 ? " escalation begins" : " escalations begin")
                                            + " again with version " + policy.version() + ".";
                                    return applied.kept().isEmpty()
                                            ? Future.succeededFuture(
                                                    PageReply.redirect(LIST + "/" + policy.id(), words))
                                            : page(
                                                            call,
                                                            policy,
                                                            words + " "
                                                                    + applied.kept()
                                                                            .size() + " not: "
                                                                    + applied.kept()
                                                                            .getFirst() + ".",
                                                            409)
                                                    .map(page -> page);
                                }));
    }

    private Future<Page> removal(EscalationPolicy policy, String error, int status) {
        Future<Map<UUID, String>> outer = policies.outer(policy.id());
        Future<Integer> running = applying.behind(policy.id(), Long.MAX_VALUE);
        return Future.all(outer, running)
                .map(all -> new Page(
                        status,
                        policy.name(),
                        "on-call",
                        "policy-remove.jte",
                        Map.of(
                                "policy",
                                policy,
                                "outer",
                                outer.result(),
                                "running",
                                running.result(),
                                "error",
                                error)));
    }

    private Future<PageReply> remove(PageCall call) {
        UUID id = Uuids.orNone(call.path("id"));
        return policies.policy(id)
                .compose(policy -> policy == null
                        ? Future.succeededFuture(missing())
                        : commands.delete(CallerRoutes.of(call, Role.MANAGER), id)
                                .compose(answer -> answer instanceof Answer.Done<UUID>
                                        ? Future.succeededFuture(PageReply.redirect(
                                                LIST, "Escalation policy " + policy.name() + " is removed."))
                                        : removal(policy, "It was not removed: " + why(answer), status(answer))
                                                .map(page -> page)));
    }

    private static int status(Answer<?> answer) {
        return answer instanceof Answer.Forbidden<?> ? 403 : answer instanceof Answer.Missing<?> ? 404 : 409;
    }

    private static String why(Answer<?> answer) {
        return switch (answer) {
            case Answer.Invalid<?> invalid ->
                String.join(
                                "; ",
                                invalid.fields().stream()
                                        .map(Answer.Bad::detail)
                                        .distinct()
                                        .toList()) + ".";
            case Answer.Conflict<?> conflict -> conflict.detail() + ".";
            case Answer.Forbidden<?> forbidden -> forbidden.detail();
            case Answer.Stale<?> stale -> "somebody else saved a version meanwhile. Look at it first.";
            case Answer.Missing<?> missing -> "somebody removed the policy meanwhile.";
            case Answer.Done<?> done -> "";
        };
    }
}
