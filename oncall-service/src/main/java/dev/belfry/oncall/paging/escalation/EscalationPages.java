package dev.belfry.oncall.paging.escalation;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The page of an escalation: who was paged, who is next, and forms to take the next step or start again. */
public final class EscalationPages {
    private static final int LONGEST_REASON = 500;
    private static final int MOST_DUE = 100;

    private final EscalationQueries queries;
    private final SimulationPages simulations;
    private final AskCommands asks;
    private final Ids ids;
    private final InstantSource clock;

    EscalationPages(
            EscalationQueries queries, SimulationPages simulations, AskCommands asks, Ids ids, InstantSource clock) {
        this.queries = queries;
        this.simulations = simulations;
        this.asks = asks;
        this.ids = ids;
        this.clock = clock;
    }

    public void on(Console console) {
        console.get("/escalations", Role.VIEWER, this::latest);
        console.get("/escalations/ladder", Role.VIEWER, this::ladder);
        console.get("/escalations/due", Role.VIEWER, this::due);
        console.get("/escalations/:id", Role.VIEWER, call -> page(Uuids.of(call.path("id")), ""));
        console.postOwned("/escalations/:id/restart", Role.RESPONDER, this::restart);
        console.postOwned("/escalations/:id/escalate", Role.RESPONDER, this::escalate);
        simulations.on(console);
    }

    /** {@code ?incident=}: that of its newest cycle. */
    private Future<Page> latest(PageCall call) {
        UUID incident = Uuids.of(call.query("incident"));
        return (incident == null
                        ? Future.<@Nullable EscalationView>succeededFuture(null)
                        : queries.latest(incident, clock.instant()))
                .map(found -> page(found, ""));
    }

    /** {@code ?incident=}: the steps as one strip, for the page of the incident; empty while nothing has begun. */
    private Future<Page> ladder(PageCall call) {
        UUID incident = Uuids.of(call.query("incident"));
        return (incident == null
                        ? Future.<@Nullable EscalationView>succeededFuture(null)
                        : queries.latest(incident, clock.instant()))
                .map(found -> new Page(
                        "Escalation",
                        "incidents",
                        "ladder-strip.jte",
                        Map.of("cells", found == null ? List.of() : LadderCell.of(found))));
    }

    /** {@code ?incident=…&incident=…}: when each of them pages next, for lists of incidents. */
    private Future<Page> due(PageCall call) {
        List<UUID> incidents = call.context().queryParams().getAll("incident").stream()
                .limit(MOST_DUE)
                .map(Uuids::of)
                .filter(Objects::nonNull)
                .toList();
        return queries.due(incidents)
                .map(due -> new Page("Next steps", "incidents", "escalation-due.jte", Map.of("due", due)));
    }

    private Future<Page> page(@Nullable UUID id, String error) {
        return (id == null ? Future.<@Nullable EscalationView>succeededFuture(null) : queries.view(id, clock.instant()))
                .map(found -> page(found, error));
    }

    private static Page page(@Nullable EscalationView found, String error) {
        return found == null
                ? new Page(404, "Escalation", "incidents", "escalation-missing.jte", Map.of())
                : new Page(
                        "Escalation of #" + found.incident().number(),
                        "incidents",
                        "escalation.jte",
                        Map.of("escalation", found, "error", error));
    }

    private Future<PageReply> restart(PageCall call) {
        UUID id = Uuids.of(call.path("id"));
        return id == null
                ? again(null, "")
                : asks.restart(id, caller(call), why(call))
                        .compose(answer -> answered(id, answer, "It has begun anew at the first step."));
    }

    private Future<PageReply> escalate(PageCall call) {
        UUID id = Uuids.of(call.path("id"));
        if (id == null) {
            return again(null, "");
        }
        EscalationAsk ask =
                new EscalationAsk(ids.next(), EscalationRoutes.actor(call.principal()), why(call), null, List.of());
        return asks.escalate(id, caller(call), ask)
                .compose(answer -> answered(id, answer, "The next step has been asked."));
    }

    private static Caller caller(PageCall call) {
        return CallerRoutes.of(call, Role.RESPONDER);
    }

    private static @Nullable String why(PageCall call) {
        String why = call.form("why");
        return why.isEmpty() ? null : why.substring(0, Math.min(why.length(), LONGEST_REASON));
    }

    private Future<PageReply> answered(UUID id, Answer<UUID> answer, String done) {
        return switch (answer) {
            case Answer.Done<UUID> one -> Future.succeededFuture(PageReply.redirect("/escalations/" + id, done));
            case Answer.Forbidden<UUID> forbidden ->
                page(id, forbidden.detail()).map(page -> page.withStatus(403));
            default ->
                page(id, "Nobody was paged: " + Wording.refused(answer) + ".")
                        .map(page -> page.status() == 200 ? page.withStatus(409) : page);
        };
    }

    private Future<PageReply> again(@Nullable UUID id, String error) {
        return page(id, error).map(page -> page);
    }
}
