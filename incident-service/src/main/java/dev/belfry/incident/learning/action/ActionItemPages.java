package dev.belfry.incident.learning.action;

import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Action items in the console: all that are open, and the form of one. */
public final class ActionItemPages {
    private static final int ROWS = 50;
    private static final int CANDIDATES = 20;
    private static final String LIST = "/action-items";

    private final IncidentStore incidents;
    private final ActionItemStore store;
    private final ActionItemCommands commands;
    private final Directory directory;
    private final Ids ids;

    public ActionItemPages(
            IncidentStore incidents, ActionItemStore store, ActionItemCommands commands, Directory directory, Ids ids) {
        this.incidents = incidents;
        this.store = store;
        this.commands = commands;
        this.directory = directory;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get(LIST, Role.VIEWER, this::list);
        console.get("/incidents/:number/action-items/new", Role.RESPONDER, this::blank);
        console.post("/incidents/:number/action-items", Role.RESPONDER, this::add);
        console.get(LIST + "/:item", Role.RESPONDER, this::edit);
        console.post(LIST + "/:item", Role.RESPONDER, this::change);
    }

    /**
     * What is in the form.
     *
     * @param owner an id; empty for nobody
     */
    public record Form(String title, String owner, String due, String link, boolean done, Map<String, String> errors) {}

    private Future<Page> list(PageCall call) {
        var mine = "1".equals(call.query("mine"));
        var done = "done".equals(call.query("status"));
        var owner = mine ? call.principal().userId() : null;
        var after = Parsed.id(String.valueOf(call.query("after")));
        var last = after == null
                ? Future.<@Nullable ActionItem>succeededFuture(null)
                : store.find(after).<@Nullable ActionItem>map(found -> found.orElse(null));
        return last.compose(item -> done ? store.done(owner, after, ROWS + 1) : store.open(owner, item, ROWS + 1))
                .map(found -> {
                    var rows = found.subList(0, Math.min(ROWS, found.size()));
                    Map<String, Object> params = new HashMap<>();
                    params.put("items", rows);
                    params.put("mine", mine);
                    params.put("done", done);
                    params.put("next", found.size() > ROWS ? rows.getLast().id().toString() : "");
                    return new Page("Action items", "incidents", "action-items.jte", params);
                });
    }

    private Future<Page> blank(PageCall call) {
        return number(call)
                .compose(number -> number == null
                        ? Future.succeededFuture(NoIncident.page())
                        : Future.succeededFuture(form(number, null, new Form("", "", "", "", false, Map.of()), "")));
    }

    private Page form(long number, @Nullable UUID item, Form form, String search) {
        Map<String, Object> params = new HashMap<>();
        params.put("number", number);
        params.put("item", item == null ? "" : item.toString());
        params.put("form", form);
        params.put("people", directory.activeNamed(search, CANDIDATES));
        var chosen = Parsed.id(form.owner());
        params.put("ownerName", chosen == null ? "" : directory.nameOf(chosen));
        params.put("search", search);
        var page = new Page("Action item of #" + number, "incidents", "action-item.jte", params);
        return form.errors().isEmpty() ? page : page.withStatus(422);
    }

    private Future<PageReply> add(PageCall call) {
        return number(call).compose(number -> {
            if (number == null) {
                return Future.succeededFuture(NoIncident.page());
            }
            var form = read(call);
            if (call.form("act").equals("find")) {
                return Future.succeededFuture(form(number, null, form, call.form("find")));
            }
            return incidents
                    .find(number)
                    .compose(held -> draft(
                            form,
                            (draft, wrong) -> wrong != null
                                    ? Future.succeededFuture(form(number, null, with(form, wrong), ""))
                                    : commands.add(
                                                    ids.next(),
                                                    held.orElseThrow()
                                                            .incident()
                                                            .id(),
                                                    draft,
                                                    Asker.of(call.principal()))
                                            .map(outcome -> told(number, null, form, outcome, "Action item added."))));
        });
    }

    private Future<Page> edit(PageCall call) {
        var id = Parsed.id(call.path("item"));
        return id == null
                ? Future.succeededFuture(NoIncident.page())
                : store.find(id)
                        .map(found -> found.map(item -> form(
                                        item.number(),
                                        id,
                                        new Form(
                                                item.title(),
                                                item.owner() == null
                                                        ? ""
                                                        : item.owner().id().toString(),
                                                item.due() == null
                                                        ? ""
                                                        : item.due().toString(),
                                                item.link() == null ? "" : item.link(),
                                                item.done(),
                                                Map.of()),
                                        ""))
                                .orElseGet(NoIncident::page));
    }

    private Future<PageReply> change(PageCall call) {
        var id = Parsed.id(call.path("item"));
        if (id == null) {
            return Future.succeededFuture(NoIncident.page());
        }
        return store.find(id).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(NoIncident.page());
            }
            var number = found.get().number();
            var form = read(call);
            return switch (call.form("act")) {
                case "find" -> Future.succeededFuture(form(number, id, form, call.form("find")));
                case "done" ->
                    commands.finish(id, true, Asker.of(call.principal()))
                            .map(outcome -> told(number, id, form, outcome, "Action item done."));
                case "open" ->
                    commands.finish(id, false, Asker.of(call.principal()))
                            .map(outcome -> told(number, id, form, outcome, "Action item open again."));
                case "remove" ->
                    commands.remove(id).map(outcome -> told(number, id, form, outcome, "Action item removed."));
                default ->
                    draft(
                            form,
                            (draft, wrong) -> wrong != null
                                    ? Future.succeededFuture(form(number, id, with(form, wrong), ""))
                                    : commands.change(id, draft, null, Asker.of(call.principal()))
                                            .map(outcome -> told(number, id, form, outcome, "Action item saved.")));
            };
        });
    }

    /** What is done with what was read, or with what is wrong with it. */
    private interface Step {
        Future<PageReply> take(ActionItemCommands.Draft draft, @Nullable Map<String, String> wrong);
    }

    private static Future<PageReply> draft(Form form, Step step) {
        LocalDate due = null;
        Map<String, String> wrong = null;
        try {
            due = form.due().isEmpty() ? null : LocalDate.parse(form.due());
        } catch (DateTimeException notADay) {
            wrong = Map.of("due", "Give a day such as 2026-12-24.");
        }
        return step.take(
                new ActionItemCommands.Draft(
                        form.title(),
                        Parsed.id(form.owner()),
                        due,
                        form.link().isEmpty() ? null : form.link(),
                        form.done()),
                wrong);
    }

    private PageReply told(long number, @Nullable UUID item, Form form, Outcome outcome, String done) {
        var at = "/incidents/" + number + "/postmortem";
        return switch (outcome) {
            case Outcome.Done fine -> PageReply.redirect(at, done);
            case Outcome.Invalid wrong -> form(number, item, with(form, Map.of(wrong.field(), wrong.reason())), "");
            case Outcome.Refused refused -> PageReply.warning(at, Flash.Kind.REFUSED, refused.reason());
            case Outcome.Missing missing ->
                PageReply.warning(at, Flash.Kind.REFUSED, "Nothing was changed: it is gone.");
            case Outcome.Stale stale ->
                PageReply.warning(at, Flash.Kind.REFUSED, "Nothing was changed: it has changed meanwhile.");
        };
    }

    private static Form read(PageCall call) {
        return new Form(
                call.form("title").replace('\0', '\uFFFD'),
                call.form("owner"),
                call.form("due"),
                call.form("link"),
                !call.form("done").isEmpty(),
                Map.of());
    }

    private static Form with(Form form, Map<String, String> errors) {
        return new Form(form.title(), form.owner(), form.due(), form.link(), form.done(), errors);
    }

    private Future<@Nullable Long> number(PageCall call) {
        return incidents
                .numbered(call.path("number"))
                .<@Nullable Long>map(
                        found -> found.map(held -> held.incident().number()).orElse(null));
    }
}
