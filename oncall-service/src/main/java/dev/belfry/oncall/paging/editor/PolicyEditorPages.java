package dev.belfry.oncall.paging.editor;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.paging.escalation.SimulationQueries;
import dev.belfry.oncall.paging.policy.EscalationPolicy;
import dev.belfry.oncall.paging.policy.Offer;
import dev.belfry.oncall.paging.policy.PolicyChanges;
import dev.belfry.oncall.paging.policy.PolicyCommands;
import dev.belfry.oncall.paging.policy.PolicyQueries;
import dev.belfry.oncall.paging.policy.Target;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The editor of an escalation policy. The draft travels in the form: each button is a plain submit that answers the page
 * with the draft changed and simulated, and only "Save" keeps anything.
 */
public final class PolicyEditorPages {
    private static final String LIST = "/escalation-policies";
    private static final int OFFERS = 6;

    private final PolicyCommands commands;
    private final PolicyQueries policies;
    private final SimulationQueries simulations;
    private final Ids ids;
    private final InstantSource clock;

    public PolicyEditorPages(
            PolicyCommands commands,
            PolicyQueries policies,
            SimulationQueries simulations,
            Ids ids,
            InstantSource clock) {
        this.commands = commands;
        this.policies = policies;
        this.simulations = simulations;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What the page is about.
     *
     * @param saved the current version; null for a policy that is not there yet
     * @param refusal why it was not saved; empty when nobody tried or nothing stands against it
     */
    private record State(
            PolicySheet sheet,
            @Nullable EscalationPolicy saved,
            List<PolicyProblem> problems,
            String refusal,
            int status) {
        State(PolicySheet sheet, @Nullable EscalationPolicy saved) {
            this(sheet, saved, List.of(), "", 200);
        }
    }

    public void on(Console console) {
        console.get(
                LIST + "/new",
                Role.VIEWER,
                call -> may(call, null)
                        ? show(call, new State(mine(call, PolicySheet.blank()), null))
                        : Future.succeededFuture(PolicyPages.notYours()));
        console.postOwned(LIST + "/new", Role.MANAGER, call -> pressed(call, null));
        console.get(LIST + "/:id/edit", Role.VIEWER, this::edit);
        console.postOwned(
                LIST + "/:id/edit",
                Role.MANAGER,
                call -> policies.policy(Uuids.orNone(call.path("id"))).compose(saved -> pressed(call, saved)));
    }

    private static boolean may(PageCall call, @Nullable EscalationPolicy policy) {
        return policy == null
                ? call.principal().maySomewhere(Role.MANAGER)
                : call.principal().may(Role.MANAGER, policy.team());
    }

    /** Who leads one team only makes policies of that team. */
    private static PolicySheet mine(PageCall call, PolicySheet sheet) {
        if (call.principal().role().covers(Role.MANAGER)) {
            return sheet;
        }
        UUID team = call.principal().teams().entrySet().stream()
                .filter(one -> one.getValue().covers(Role.MANAGER))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
        return sheet.of(team);
    }

    private Future<Page> edit(PageCall call) {
        return policies.policy(Uuids.orNone(call.path("id")))
                .compose(saved -> saved == null
                        ? Future.succeededFuture(PolicyPages.missing())
                        : may(call, saved)
                                ? show(call, new State(PolicySheet.of(saved), saved))
                                : Future.succeededFuture(PolicyPages.notYours()));
    }

    private Future<PageReply> pressed(PageCall call, @Nullable EscalationPolicy saved) {
        PolicySheet sheet = new PolicyFields(
                        name -> call.context().request().formAttributes().getAll(name))
                .sheet();
        if (sheet == null) {
            return Future.succeededFuture(PageReply.redirect(
                    LIST, "Nothing was saved: the form could not be read. Open the policy and try again."));
        }
        String act = call.form("act");
        if (!act.equals("save")) {
            return show(call, new State(sheet.press(act), saved)).map(page -> page);
        }
        List<PolicyProblem> problems = PolicyProblem.of(PolicyProblem.ofForm(sheet.draft()));
        return problems.isEmpty() ? save(call, sheet, saved) : refused(call, sheet, saved, problems, 422);
    }

    private Future<PageReply> save(PageCall call, PolicySheet sheet, @Nullable EscalationPolicy saved) {
        var by = CallerRoutes.of(call, Role.MANAGER);
        boolean fresh = sheet.base() == 0;
        UUID id = fresh ? ids.next() : Uuids.orNone(call.path("id"));
        Future<Answer<EscalationPolicy>> answer =
                fresh ? commands.create(by, id, sheet.draft()) : commands.update(by, id, sheet.draft(), sheet.base());
        return answer.compose(done -> switch (done) {
            case Answer.Done<EscalationPolicy> one ->
                Future.succeededFuture(PageReply.redirect(
                        LIST + "/" + one.value().id(),
                        one.value().name() + ", version " + one.version() + ", is saved."));
            case Answer.Invalid<EscalationPolicy> invalid ->
                refused(call, sheet, saved, PolicyProblem.of(invalid.fields()), 422);
            case Answer.Conflict<EscalationPolicy> conflict ->
                refused(
                        call,
                        sheet,
                        saved,
                        List.of(new PolicyProblem(
                                "name", "Another escalation policy has this name. Choose another.", 0)),
                        422);
            case Answer.Forbidden<EscalationPolicy> forbidden ->
                refused(
                        call,
                        sheet,
                        saved,
                        List.of(new PolicyProblem("team", "Choose a team in which you are a manager.", 0)),
                        403);
            case Answer.Stale<EscalationPolicy> stale -> stale(call, sheet, id);
            case Answer.Missing<EscalationPolicy> missing ->
                show(
                                call,
                                new State(
                                        sheet.from(0),
                                        null,
                                        List.of(),
                                        "Somebody removed this policy meanwhile. Your text is kept below; save it to"
                                                + " make it a new policy.",
                                        409))
                        .map(page -> page);
        });
    }

    private Future<PageReply> refused(
            PageCall call,
            PolicySheet sheet,
            @Nullable EscalationPolicy saved,
            List<PolicyProblem> problems,
            int status) {
        PolicySheet shown = problems.stream()
                .filter(problem -> problem.step() > 0)
                .findFirst()
                .map(problem -> sheet.press("more:" + problem.step()))
                .orElse(sheet);
        return show(call, new State(shown, saved, problems, "", status)).map(page -> page);
    }

    /** Who saves again knows what they save over: it is listed. */
    private Future<PageReply> stale(PageCall call, PolicySheet sheet, UUID id) {
        return policies.versions(id, Long.MAX_VALUE, 1).compose(newest -> {
            if (newest.isEmpty()) {
                return Future.succeededFuture(PageReply.redirect(LIST, "Somebody removed this policy meanwhile."));
            }
            var other = newest.getFirst();
            String words = other.by() + " saved version " + other.policy().version() + " "
                    + call.view().ago(other.at()) + ". Your text is kept below. What saving it would change is listed"
                    + " there; save again to replace version "
                    + other.policy().version() + ".";
            return show(call, new State(sheet.from(other.policy().version()), other.policy(), List.of(), words, 409))
                    .map(page -> page);
        });
    }

    private Future<Page> show(PageCall call, State state) {
        PolicySheet sheet = state.sheet();
        EscalationPolicy saved = state.saved();
        boolean finding = sheet.open().startsWith("find");
        List<Target> targets = Stream.concat(
                        Stream.iterate(0, i -> i <= sheet.draft().steps().size(), i -> i + 1)
                                .flatMap(i -> sheet.targets(i).stream()),
                        saved == null ? Stream.empty() : saved.targets().stream())
                .distinct()
                .toList();
        Future<Map<UUID, String>> names = policies.names(targets);
        Future<Map<UUID, String>> teams = policies.teams(PolicyListPages.MOST_TEAMS);
        Future<List<Offer>> offers =
                finding ? policies.offers(sheet.query(), OFFERS) : Future.succeededFuture(List.of());
        SimulationAsk ask = ask(call);
        Future<Optional<PolicyPicture>> picture = picture(sheet, saved, ask);
        return Future.all(names, teams, offers, picture).map(all -> {
            Map<UUID, String> known = new HashMap<>(teams.result());
            known.putAll(names.result());
            Map<String, Object> params = new HashMap<>();
            params.put("sheet", sheet);
            params.put("id", saved == null ? "" : saved.id().toString());
            params.put("saved", saved == null ? "" : saved.name());
            params.put("problems", state.problems());
            params.put("refusal", state.refusal());
            params.put("names", known);
            params.put("teams", teams.result());
            params.put("offers", offers.result());
            params.put("ask", ask);
            params.put("picture", picture.result().orElse(null));
            params.put("changes", changes(sheet, saved, known));
            return new Page(
                    state.status(),
                    saved == null ? "New escalation policy" : saved.name(),
                    "on-call",
                    "policy-edit.jte",
                    params);
        });
    }

    private static List<PolicyChanges.Line> changes(
            PolicySheet sheet, @Nullable EscalationPolicy saved, Map<UUID, String> names) {
        return saved == null || !PolicyProblem.ofForm(sheet.draft()).isEmpty()
                ? List.of()
                : PolicyChanges.between(saved, sheet.draft().policy(saved.id(), saved.version() + 1), names);
    }

    /** Empty while the draft has a fault that no simulation can be made of. */
    private Future<Optional<PolicyPicture>> picture(
            PolicySheet sheet, @Nullable EscalationPolicy saved, SimulationAsk ask) {
        if (!sheet.draft().bad().isEmpty() || sheet.draft().steps().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        UUID id = saved == null ? new UUID(0, 0) : saved.id();
        return simulations
                .simulate(sheet.draft().policy(id, sheet.base() + 1), ask.at(), ask.severity())
                .map(found -> Optional.of(PolicyPicture.of(found, ask.zone())));
    }

    private SimulationAsk ask(PageCall call) {
        return SimulationAsk.read(
                call.context().request().method().equals(HttpMethod.POST) ? call::form : call::query,
                call.view().zone(),
                clock.instant());
    }
}
