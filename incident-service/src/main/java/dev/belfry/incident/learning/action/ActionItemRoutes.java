package dev.belfry.incident.learning.action;

import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.OutcomeRoutes;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Action items over the API. */
public final class ActionItemRoutes {
    private static final String UUID_FORM = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private final IncidentStore incidents;
    private final ActionItemStore store;
    private final ActionItemCommands commands;

    private record ItemInput(
            String title,
            @Nullable UUID owner,
            @Nullable String due,
            @Nullable String link,
            @Nullable Boolean done) {}

    public ActionItemRoutes(IncidentStore incidents, ActionItemStore store, ActionItemCommands commands) {
        this.incidents = incidents;
        this.store = store;
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("listActionItems", Role.VIEWER, this::list)
                .on("listIncidentActionItems", Role.VIEWER, this::listOfIncident)
                .on("addActionItem", Role.RESPONDER, this::add)
                .on("replaceActionItem", Role.RESPONDER, this::change)
                .on(
                        "removeActionItem",
                        Role.RESPONDER,
                        call -> commands.remove(call.id("item"))
                                .compose(outcome -> answer(outcome, () -> Future.succeededFuture(Reply.noContent()))));
    }

    private Future<Reply> list(Call call) {
        var cursor = call.cursor();
        if (cursor != null && !cursor.matches(UUID_FORM)) {
            return Future.succeededFuture(badCursor());
        }
        var owner = call.uuid("owner");
        var limit = call.limit() + 1;
        var after = cursor == null ? null : UUID.fromString(cursor);
        if ("done".equals(call.query("status"))) {
            return store.done(owner, after, limit).map(found -> page(call, found));
        }
        return after == null
                ? store.open(owner, null, limit).map(found -> page(call, found))
                : store.find(after)
                        .compose(last -> last.isEmpty()
                                ? Future.succeededFuture(badCursor())
                                : store.open(owner, last.get(), limit).map(found -> page(call, found)));
    }

    private static Reply page(Call call, List<ActionItem> found) {
        var page = found.subList(0, Math.min(found.size(), call.limit()));
        return Reply.list(
                call, page, found.size() > page.size() ? page.getLast().id().toString() : null);
    }

    private Future<Reply> listOfIncident(Call call) {
        return incidents
                .find(call.id("id"))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(NoIncident.reply())
                        : store.of(call.id("id")).map(items -> Reply.list(call, items, null)));
    }

    private Future<Reply> add(Call call) {
        var id = call.newId();
        return read(
                call,
                draft -> commands.add(id, call.id("id"), draft, Asker.of(call.principal()))
                        .compose(outcome -> answer(
                                outcome,
                                () -> store.find(id)
                                        .map(added ->
                                                Reply.created("/api/v1/action-items/" + id, added.orElseThrow(), 1)))));
    }

    private Future<Reply> change(Call call) {
        var id = call.id("item");
        return read(
                call,
                draft -> commands.change(id, draft, call.ifMatch(), Asker.of(call.principal()))
                        .compose(outcome -> answer(
                                outcome,
                                () -> store.find(id)
                                        .map(item -> Reply.ok(
                                                item.orElseThrow(), item.get().version())))));
    }

    private Future<Reply> read(Call call, Function<ActionItemCommands.Draft, Future<Reply>> then) {
        var input = call.body(ItemInput.class);
        LocalDate due;
        try {
            due = input.due() == null ? null : LocalDate.parse(input.due());
        } catch (DateTimeException notADay) {
            return Future.succeededFuture(Reply.invalid(new Problem.Field("#/due", "Give a day such as 2026-12-24.")));
        }
        return then.apply(new ActionItemCommands.Draft(
                input.title(), input.owner(), due, input.link(), Boolean.TRUE.equals(input.done())));
    }

    private static Future<Reply> answer(Outcome outcome, Supplier<Future<Reply>> done) {
        return OutcomeRoutes.answer(outcome, Reply.notFound("incident or action item", "/api/v1/action-items"), done);
    }

    private static Reply badCursor() {
        return Reply.invalid(new Problem.Field("query: cursor", "Take it from the Link header of the page before."));
    }
}
