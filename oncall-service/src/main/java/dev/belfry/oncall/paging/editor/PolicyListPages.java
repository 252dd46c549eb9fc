package dev.belfry.oncall.paging.editor;

import dev.belfry.contracts.escalation.Party;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.paging.escalation.Move;
import dev.belfry.oncall.paging.escalation.SimulationQueries;
import dev.belfry.oncall.paging.policy.EscalationPolicy;
import dev.belfry.oncall.paging.policy.Place;
import dev.belfry.oncall.paging.policy.PolicyQueries;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The list of escalation policies, with whom each would page first now. */
public final class PolicyListPages {
    private static final int ROWS = 50;
    static final int MOST_TEAMS = 500;

    private final PolicyQueries policies;
    private final SimulationQueries simulations;
    private final InstantSource clock;

    public PolicyListPages(PolicyQueries policies, SimulationQueries simulations, InstantSource clock) {
        this.policies = policies;
        this.simulations = simulations;
        this.clock = clock;
    }

    /**
     * One line of the list.
     *
     * @param first whom it would page first now; empty for nobody
     * @param skipped why the first steps would not page anybody; empty when the first one does
     */
    public record Row(UUID id, String name, String team, int steps, List<String> first, String skipped) {
        public Row {
            first = List.copyOf(first);
        }
    }

    public void on(Console console) {
        console.get("/escalation-policies", Role.VIEWER, this::list);
    }

    private Future<Page> list(PageCall call) {
        String text = cut(Objects.requireNonNullElse(call.query("q"), ""));
        UUID team = Uuids.of(call.query("team"));
        Place after = place(call.query("after"));
        Future<Map<UUID, String>> teams = policies.teams(MOST_TEAMS);
        return teams.compose(names -> policies.search(text, team, after, ROWS + 1)
                .compose(found -> {
                    List<EscalationPolicy> page = found.subList(0, Math.min(found.size(), ROWS));
                    return simulations.first(page, clock.instant()).map(first -> {
                        List<Row> rows = page.stream()
                                .map(policy -> row(policy, names, Objects.requireNonNull(first.get(policy.id()))))
                                .toList();
                        return new Page(
                                "Escalation policies",
                                "on-call",
                                "escalation-policies.jte",
                                Map.of(
                                        "rows",
                                        rows,
                                        "teams",
                                        names,
                                        "q",
                                        text,
                                        "team",
                                        team == null ? "" : team.toString(),
                                        "first",
                                        after.equals(Place.START),
                                        "next",
                                        found.size() > ROWS ? next(page.getLast()) : ""));
                    });
                }));
    }

    private static Row row(EscalationPolicy policy, Map<UUID, String> teams, Move move) {
        UUID team = policy.team();
        List<String> first = move instanceof Move.Fired fired
                ? fired.called().stream().map(Party::name).toList()
                : List.of();
        int skipped = move.skipped().size();
        boolean catchAll = move instanceof Move.Fired fired && fired.catchAll();
        String words = catchAll
                ? "catch-all: no step has anybody"
                : move instanceof Move.Waits
                        ? "waits for somebody to come on call"
                        : skipped == 0
                                ? ""
                                : skipped == 1 ? "step 1 is skipped" : "steps 1 to " + skipped + " are skipped";
        return new Row(
                policy.id(),
                policy.name(),
                team == null ? "" : teams.getOrDefault(team, ""),
                policy.steps().size(),
                first,
                words);
    }

    private static String cut(String text) {
        return text.strip().substring(0, Math.min(text.strip().length(), 200));
    }

    /** {@code ID.NAME}, since a name may have anything in it. */
    private static Place place(@Nullable String text) {
        int dot = text == null ? -1 : text.indexOf('.');
        UUID id = text == null || dot < 0 ? null : Uuids.of(text.substring(0, dot));
        return text == null || id == null || text.length() > 250 ? Place.START : new Place(text.substring(dot + 1), id);
    }

    private static String next(EscalationPolicy last) {
        return URLEncoder.encode(last.id() + "." + last.name(), StandardCharsets.UTF_8);
    }
}
