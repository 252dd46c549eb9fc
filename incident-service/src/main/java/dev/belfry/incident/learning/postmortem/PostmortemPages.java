package dev.belfry.incident.learning.postmortem;

import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.incident.draft.DraftKind;
import dev.belfry.incident.incident.draft.DraftQueries;
import dev.belfry.incident.incident.draft.Drafted;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.incident.incident.timeline.TimelineEntry;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.incident.learning.action.ActionItemStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Postmortems in the console: what is wanted, one to read and review, and the editor. */
public final class PostmortemPages {
    private static final int ROWS = 50;
    private static final int LINES = 500;
    private static final int CANDIDATES = 20;
    private static final String LIST = "/postmortems";
    private static final String ONE = "/incidents/:number/postmortem";

    private final IncidentStore incidents;
    private final PostmortemStore store;
    private final PostmortemCommands commands;
    private final ActionItemStore actions;
    private final TimelineStore timeline;
    private final Directory directory;
    private final DraftQueries drafts;
    private final ExportQueries exports;

    public PostmortemPages(
            IncidentStore incidents,
            PostmortemStore store,
            PostmortemCommands commands,
            ActionItemStore actions,
            TimelineStore timeline,
            Directory directory,
            DraftQueries drafts,
            ExportQueries exports) {
        this.incidents = incidents;
        this.store = store;
        this.commands = commands;
        this.actions = actions;
        this.timeline = timeline;
        this.directory = directory;
        this.drafts = drafts;
        this.exports = exports;
    }

    public void on(Console console, Router router) {
        router.get("/incidents/:number/postmortem.md")
                .handler(context -> file(console, context, "md", "text/markdown; charset=utf-8", exports::markdown));
        router.get("/incidents/:number/postmortem.pdf")
                .handler(context -> file(console, context, "pdf", "application/pdf", exports::pdf));
        console.get(LIST, Role.VIEWER, this::list);
        console.get(
                LIST + "/template",
                Role.MANAGER,
                call -> store.template().map(one -> template(one.body(), one.version(), "")));
        console.post(LIST + "/template", Role.MANAGER, this::saveTemplate);
        console.get(
                ONE,
                Role.VIEWER,
                call -> with(call, incident -> show(call, incident, "", "").map(page -> page))
                        .map(reply -> (Page) reply));
        console.post(
                ONE,
                Role.RESPONDER,
                call -> with(
                        call,
                        incident -> commands.begin(incident.id(), Asker.of(call.principal()))
                                .map(outcome -> told(
                                        incident,
                                        outcome,
                                        "Postmortem begun. The timeline and the figures are filled in."))));
        console.get(
                ONE + "/edit", Role.RESPONDER, call -> with(call, this::edit).map(reply -> (Page) reply));
        console.post(ONE + "/edit", Role.RESPONDER, call -> with(call, incident -> write(call, incident)));
        console.post(ONE + "/ask", Role.RESPONDER, call -> with(call, incident -> ask(call, incident)));
        console.post(ONE + "/review", Role.VIEWER, call -> with(call, incident -> review(call, incident)));
        console.post(ONE + "/publish", Role.RESPONDER, call -> with(call, incident -> publish(call, incident)));
        console.post(
                ONE + "/reopen",
                Role.RESPONDER,
                call -> with(
                        call,
                        incident -> commands.reopen(incident.id(), Asker.of(call.principal()))
                                .map(outcome -> told(incident, outcome, "It is a draft again, and stays readable."))));
    }

    private Future<PageReply> with(PageCall call, Function<Incident, Future<PageReply>> step) {
        return incidents
                .numbered(call.path("number"))
                .compose(held -> held.isEmpty()
                        ? Future.succeededFuture(NoIncident.page())
                        : step.apply(held.get().incident()));
    }

    /** The text as it was written, with the action items below it. */
    private void file(
            Console console,
            RoutingContext context,
            String kind,
            String type,
            Function<UUID, Future<ExportQueries.Made>> export) {
        var principal = console.principal(context);
        if (principal == null || !principal.role().covers(Role.VIEWER)) {
            context.fail(principal == null ? 401 : 403);
            return;
        }
        incidents
                .numbered(context.pathParam("number"))
                .compose(held -> held.isEmpty()
                        ? Future.succeededFuture(new ExportQueries.Made.Missing())
                        : export.apply(held.get().incident().id()))
                .onFailure(context::fail)
                .onSuccess(made -> {
                    var response = context.response().putHeader("Cache-Control", "no-store");
                    switch (made) {
                        case ExportQueries.Made.File file ->
                            response.putHeader("Content-Type", type)
                                    .putHeader(
                                            "Content-Disposition",
                                            "attachment; filename=\"postmortem-" + context.pathParam("number") + "."
                                                    + kind + "\"")
                                    .end(file.bytes());
                        case ExportQueries.Made.Missing missing -> context.fail(404);
                        case ExportQueries.Made.Refused refused ->
                            response.setStatusCode(503)
                                    .putHeader("Retry-After", "5")
                                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                                    .end(refused.reason());
                    }
                });
    }

    private Future<Page> list(PageCall call) {
        var word = String.valueOf(call.query("state"));
        var state = Stream.of(Postmortem.State.values())
                .filter(one -> one.name().equalsIgnoreCase(word))
                .findFirst()
                .orElse(null);
        var after = Parsed.id(String.valueOf(call.query("after")));
        var rows = store.list(state, after, ROWS + 1);
        var wanting = after == null && state == null
                ? store.wanting(null, ROWS)
                : Future.succeededFuture(List.<PostmortemStore.Wanting>of());
        return Future.all(rows, wanting).map(both -> {
            var shown = rows.result().subList(0, Math.min(ROWS, rows.result().size()));
            Map<String, Object> params = new HashMap<>();
            params.put("state", state == null ? "" : state.name().toLowerCase(Locale.ROOT));
            params.put("postmortems", shown);
            params.put("wanting", wanting.result());
            params.put(
                    "next", rows.result().size() > ROWS ? shown.getLast().id().toString() : "");
            return new Page("Postmortems", "incidents", "postmortems.jte", params);
        });
    }

    private Future<Page> show(PageCall call, Incident incident, String search, String error) {
        return show(call, incident, search, error, List.of());
    }

    /** @param unwritten the sections because of which it was not published */
    private Future<Page> show(PageCall call, Incident incident, String search, String error, List<String> unwritten) {
        var begun = store.of(incident.id());
        var figures = store.figures(incident.id());
        var lines = timeline.list(incident.id(), null, LINES);
        var items = actions.of(incident.id());
        var reviews = begun.compose(found -> found.isEmpty()
                ? Future.succeededFuture(List.<Review>of())
                : store.reviews(found.get().id()));
        return Future.all(begun, figures, lines, items, reviews).map(all -> {
            var one = begun.result().orElse(null);
            var me = call.principal().userId();
            var asked = call.query("q");
            var part = asked == null ? search : asked.strip();
            Map<String, Object> params = new HashMap<>();
            params.put("incident", incident);
            params.put("postmortem", one);
            params.put("figures", figures.result().orElseThrow());
            params.put(
                    "story",
                    lines.result().stream().filter(PostmortemPages::tells).toList());
            params.put("items", items.result());
            params.put("reviews", reviews.result());
            params.put(
                    "mine",
                    reviews.result().stream()
                            .anyMatch(review -> review.reviewer().equals(me)));
            params.put("people", directory.activeNamed(part.length() > 200 ? "" : part, CANDIDATES));
            params.put("search", part);
            params.put("hints", one == null ? List.of() : Blame.hints(one.body()));
            params.put("error", error);
            params.put("unwritten", unwritten);
            var title = one == null ? "Postmortem of #" + incident.number() : one.title();
            var page = new Page(title, "incidents", "postmortem.jte", params);
            return error.isEmpty() && unwritten.isEmpty() ? page : page.withStatus(422);
        });
    }

    /** Asks first while there are sections that nobody has written. */
    private Future<PageReply> publish(PageCall call, Incident incident) {
        return Future.all(store.of(incident.id()), store.template()).compose(both -> {
            Optional<Postmortem> one = both.resultAt(0);
            PostmortemStore.Template outline = both.resultAt(1);
            var unwritten = one.isEmpty() || call.form("anyway").equals("yes")
                    ? List.<String>of()
                    : Outline.unwritten(outline.body(), one.get().body());
            return unwritten.isEmpty()
                    ? commands.publish(incident.id(), Asker.of(call.principal()))
                            .map(outcome -> told(incident, outcome, "Postmortem published."))
                    : show(call, incident, "", "", unwritten).map(page -> page);
        });
    }

    private static boolean tells(TimelineEntry entry) {
        return Outline.KEY.contains(entry.kind());
    }

    private Future<PageReply> edit(Incident incident) {
        return store.of(incident.id())
                .map(found -> found.<PageReply>map(
                                one -> editor(incident, one.title(), one.body(), one.version(), "", "", null))
                        .orElseGet(() -> PageReply.redirect(at(incident), null)));
    }

    private Page editor(
            Incident incident,
            String title,
            String body,
            long version,
            String field,
            String error,
            @Nullable Drafted drafted) {
        Map<String, Object> params = new HashMap<>();
        params.put("incident", incident);
        params.put("title", title);
        params.put("body", body);
        params.put("version", version);
        params.put("field", field);
        params.put("error", error);
        params.put("drafting", drafts.on());
        params.put("drafted", drafted);
        var page = new Page("Postmortem of #" + incident.number(), "incidents", "postmortem-edit.jte", params);
        return error.isEmpty() ? page : page.withStatus(422);
    }

    private Future<PageReply> write(PageCall call, Incident incident) {
        var title = call.form("title").replace('\0', '\uFFFD');
        var sent = call.context().request().getFormAttribute("body");
        var body = sent == null ? "" : sent.replace("\r\n", "\n").replace('\0', '\uFFFD');
        var version = Objects.requireNonNullElse(Parsed.number(call.form("version")), 0L);
        if (call.form("act").equals("draft")) {
            return drafts.draft(DraftKind.POSTMORTEM, incident)
                    .map(drafted -> editor(incident, title, DraftKind.behind(body, drafted), version, "", "", drafted));
        }
        return commands.write(incident.id(), title, body, version, Asker.of(call.principal()))
                .compose(outcome -> switch (outcome) {
                    case Outcome.Invalid wrong ->
                        Future.succeededFuture(
                                editor(incident, title, body, version, wrong.field(), wrong.reason(), null));
                    case Outcome.Stale stale ->
                        store.of(incident.id())
                                .map(now -> editor(
                                        incident,
                                        title,
                                        body,
                                        now.map(Postmortem::version).orElse(0L),
                                        "body",
                                        now.map(Postmortem::updatedBy).orElse("Somebody else")
                                                + " saved another version meanwhile. Your text is kept below; saving again replaces"
                                                + " theirs. Open the postmortem in another tab to compare.",
                                        null));
                    default -> Future.succeededFuture(told(incident, outcome, "Saved."));
                });
    }

    private Future<PageReply> ask(PageCall call, Incident incident) {
        var people = call.context().request().formAttributes().getAll("reviewer").stream()
                .map(Parsed::id)
                .flatMap(Stream::ofNullable)
                .toList();
        return commands.askForReview(incident.id(), people, Asker.of(call.principal()))
                .map(outcome -> told(
                        incident,
                        outcome,
                        people.isEmpty()
                                ? "In review. Nobody was asked yet."
                                : people.size() == 1
                                        ? "1 person was asked to read it."
                                        : people.size() + " people were asked to read it."));
    }

    private Future<PageReply> review(PageCall call, Incident incident) {
        var approves = call.form("verdict").equals("approve");
        return commands.review(
                        incident.id(),
                        approves,
                        call.form("comment").replace('\0', '\uFFFD'),
                        Asker.of(call.principal()))
                .compose(outcome -> outcome instanceof Outcome.Invalid wrong
                        ? show(call, incident, "", wrong.reason()).map(page -> page)
                        : Future.succeededFuture(told(
                                incident,
                                outcome,
                                approves ? "Approved." : "You asked for changes; it is a draft again.")));
    }

    private static Page template(String body, long version, String error) {
        Map<String, Object> params = new HashMap<>();
        params.put("body", body);
        params.put("version", version);
        params.put("error", error);
        var page = new Page("Outline of postmortems", "incidents", "postmortem-template.jte", params);
        return error.isEmpty() ? page : page.withStatus(422);
    }

    private Future<PageReply> saveTemplate(PageCall call) {
        var sent = call.context().request().getFormAttribute("body");
        var body = sent == null ? "" : sent.replace("\r\n", "\n");
        var version = Objects.requireNonNullElse(Parsed.number(call.form("version")), 0L);
        return commands.changeTemplate(body, version).map(outcome -> switch (outcome) {
            case Outcome.Done done -> PageReply.redirect(LIST, "Outline saved. New postmortems begin with it.");
            case Outcome.Invalid wrong -> template(body, version, wrong.reason());
            default ->
                template(body, version, "Somebody else saved it meanwhile. Open it again to see what they changed.");
        });
    }

    private static PageReply told(Incident incident, Outcome outcome, String done) {
        return switch (outcome) {
            case Outcome.Done fine -> PageReply.redirect(at(incident), done);
            case Outcome.Missing missing ->
                PageReply.warning(at(incident), Flash.Kind.REFUSED, "Nothing was changed: there is no postmortem yet.");
            case Outcome.Stale stale ->
                PageReply.warning(at(incident), Flash.Kind.REFUSED, "Nothing was changed: it has changed meanwhile.");
            case Outcome.Refused refused ->
                PageReply.warning(at(incident), Flash.Kind.REFUSED, "Nothing was changed: " + refused.reason());
            case Outcome.Invalid wrong -> PageReply.warning(at(incident), Flash.Kind.REFUSED, wrong.reason());
        };
    }

    private static String at(Incident incident) {
        return "/incidents/" + incident.number() + "/postmortem";
    }
}
