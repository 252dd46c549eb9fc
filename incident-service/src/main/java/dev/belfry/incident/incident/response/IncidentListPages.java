package dev.belfry.incident.incident.response;

import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.catalog.service.TeamQueries;
import dev.belfry.incident.incident.field.FieldCommands;
import dev.belfry.incident.incident.field.FieldStore;
import dev.belfry.incident.incident.lifecycle.Answer;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.Decision;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentListStore;
import dev.belfry.incident.incident.lifecycle.IncidentSearch.Place;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.search.MatchQueries;
import dev.belfry.incident.incident.search.SavedViewStore;
import dev.belfry.incident.incident.search.WordStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The list of incidents, with its filters in the address, and what is done to several of them at once. */
public final class IncidentListPages {
    private static final int ROWS = 50;
    private static final int MOST_SERVICES = 500;
    private static final Pattern TICKED = Pattern.compile("(\\d{1,18})\\.(\\d{1,9})");

    private final IncidentStore store;
    private final IncidentListStore lists;
    private final IncidentCommands commands;
    private final FieldStore fields;
    private final FieldCommands resolving;
    private final CatalogStore catalog;
    private final WordStore texts;
    private final Directory directory;
    private final MatchQueries where;
    private final SavedViewStore views;

    /** @param where finds in what is written about an incident what was looked for */
    public IncidentListPages(
            IncidentStore store,
            IncidentListStore lists,
            IncidentCommands commands,
            FieldStore fields,
            FieldCommands resolving,
            CatalogStore catalog,
            WordStore texts,
            Directory directory,
            MatchQueries where,
            SavedViewStore views) {
        this.store = store;
        this.lists = lists;
        this.commands = commands;
        this.fields = fields;
        this.resolving = resolving;
        this.catalog = catalog;
        this.texts = texts;
        this.directory = directory;
        this.where = where;
        this.views = views;
    }

    public void on(Console console) {
        console.get("/incidents", Role.VIEWER, this::list);
        console.post("/incidents/bulk", Role.RESPONDER, this::several);
        console.post("/incidents/undo", Role.RESPONDER, this::undo);
    }

    /** The list as it was when its newest row was {@code seen}: what is newer announces itself instead of jumping in. */
    private Future<Page> list(PageCall call) {
        var filters = Filters.of(call::query);
        var seen = number(call.query("seen"));
        var after = Filters.place(call.query("next"));
        return reach(call, filters).compose(reach -> list(call, filters, reach, seen, after));
    }

    private Future<Filters.Reach> reach(PageCall call, Filters filters) {
        var zone = call.principal().zone();
        var from = filters.begin(zone);
        var to = filters.end(zone);
        var team = filters.teamId();
        var first = from == null ? Future.<@Nullable Long>succeededFuture(null) : texts.numberAt(from);
        var last = to == null
                ? Future.<@Nullable Long>succeededFuture(null)
                : texts.numberAt(to).map(number -> number - 1);
        var owner = filters.mine() ? call.principal().userId() : filters.personId();
        var owned = team == null
                ? Future.<@Nullable List<UUID>>succeededFuture(null)
                : new TeamQueries(catalog, directory).of(team).<@Nullable List<UUID>>map(ids -> ids);
        return Future.all(first, last, owned)
                .map(all -> new Filters.Reach(owner, owned.result(), first.result(), last.result()));
    }

    private Future<Page> list(
            PageCall call, Filters filters, Filters.Reach reach, @Nullable Long seen, @Nullable Place after) {
        var rows = lists.search(filters.search(reach, seen, after, ROWS + 1));
        var newest = seen == null ? lists.newest() : Future.succeededFuture(seen);
        var fresh = seen == null
                ? Future.succeededFuture(0L)
                : lists.countSince(filters.search(reach, null, null, ROWS), seen);
        var services = catalog.services(null, MOST_SERVICES);
        var standing = lists.standing(filters.open().search(reach, null, null, ROWS));
        var matches = rows.compose(found ->
                where.matches(found.stream().map(held -> held.incident().id()).toList(), filters.text()));
        var saved = views.of(call.principal().userId());
        var known = fields.all();
        return Future.all(List.of(rows, newest, fresh, services, standing, matches, saved, known))
                .map(all -> {
                    var found = rows.result();
                    var page = found.subList(0, Math.min(found.size(), ROWS)).stream()
                            .map(held -> IncidentView.of(held, null))
                            .toList();
                    Map<String, Object> params = new HashMap<>();
                    params.put("incidents", page);
                    params.put("filters", filters);
                    params.put("services", services.result());
                    params.put("newest", newest.result());
                    params.put("fresh", fresh.result());
                    params.put("firstPage", after == null);
                    params.put("next", found.size() > ROWS ? Filters.place(page.getLast()) : "");
                    params.put("standing", standing.result());
                    params.put("paging", IncidentView.paging(page));
                    params.put("matches", matches.result());
                    params.put("teams", directory.teams());
                    params.put("views", saved.result());
                    params.put("fields", known.result());
                    return new Page("Incidents", "incidents", "incidents.jte", params);
                });
    }

    /** One after the other: each is decided for itself, and the answer says of which it could not be done, and why. */
    private Future<PageReply> several(PageCall call) {
        var sent = call.context().request().formAttributes().getAll("number");
        var ticked = sent.stream()
                .map(TICKED::matcher)
                .filter(Matcher::matches)
                .limit(ROWS)
                .toList();
        var act = call.form("act");
        var back = "/incidents?" + Filters.of(call::form).query();
        if (act.equals("merge") && !ticked.isEmpty()) {
            var of = ticked.stream().map(one -> one.group(1)).collect(Collectors.joining("_"));
            return Future.succeededFuture(PageReply.redirect("/incidents/merge?of=" + of, null));
        }
        if (!act.equals("resolve") && !act.equals("acknowledge")) {
            return Future.succeededFuture(
                    PageReply.redirect(back, "Nothing was changed: choose acknowledge or resolve."));
        }
        boolean resolve = act.equals("resolve");
        return each(
                        ticked,
                        one -> act(
                                call,
                                Long.parseLong(one.group(1)),
                                incident -> resolve
                                        ? new Command.Resolve()
                                        : new Command.Acknowledge(Integer.valueOf(one.group(2))),
                                null))
                .map(tried -> {
                    var left = leftOut(sent.size() - ticked.size(), sent.size());
                    var words = said(tried, resolve ? "resolved." : "acknowledged.") + left;
                    var undo = tried.stream()
                            .filter(one -> one.version() != null)
                            .map(one -> one.number() + "." + one.version())
                            .collect(Collectors.joining("_"));
                    boolean all = tried.stream().allMatch(one -> one.version() != null) && left.isEmpty();
                    return new PageReply.Redirect(
                            back,
                            new Flash(
                                    all && !tried.isEmpty() ? Flash.Kind.DONE : Flash.Kind.WARNING,
                                    words,
                                    undo.isEmpty()
                                            ? null
                                            : "/incidents/undo?of=" + undo + "&"
                                                    + Filters.of(call::form).query()));
                });
    }

    /** Takes back what was done to several at once, of each the change that made its version, if nothing has happened since. */
    private Future<PageReply> undo(PageCall call) {
        var of = call.query("of");
        var done = Stream.of((of == null ? "" : of).split("_", ROWS + 1))
                .map(TICKED::matcher)
                .filter(Matcher::matches)
                .limit(ROWS)
                .toList();
        var back = "/incidents?" + Filters.of(call::query).query();
        return each(
                        done,
                        one -> act(
                                call,
                                Long.parseLong(one.group(1)),
                                incident ->
                                        incident.open() ? new Command.Unacknowledge() : new Command.TakeBackResolve(),
                                Long.valueOf(one.group(2))))
                .map(tried -> tried.stream().allMatch(one -> one.version() != null) && !tried.isEmpty()
                        ? PageReply.redirect(back, said(tried, "as before."))
                        : PageReply.warning(back, Flash.Kind.WARNING, said(tried, "as before.")));
    }

    /** What became of one of several: the version that was made, or why none was. */
    private record Tried(long number, @Nullable Long version, String against) {}

    private static Future<List<Tried>> each(List<Matcher> ticked, Function<Matcher, Future<Tried>> act) {
        var tried = new ArrayList<Tried>(ticked.size());
        Future<Void> done = Future.succeededFuture();
        for (var one : ticked) {
            done = done.compose(before -> act.apply(one)).map(became -> {
                tried.add(became);
                return null;
            });
        }
        return done.map(tried);
    }

    /** @param seen the version it must still have; null for any */
    private Future<Tried> act(PageCall call, long number, Function<Incident, Command> command, @Nullable Long seen) {
        return store.find(number).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Tried(number, null, "is gone"));
            }
            var incident = found.get().incident();
            var by = Asker.of(call.principal());
            var asked = command.apply(incident);
            var acted = asked instanceof Command.Resolve
                    ? resolving.resolve(incident.id(), by, seen)
                    : commands.act(incident.id(), List.of(asked), by, seen);
            return acted.map(answer -> tried(number, answer));
        });
    }

    private static Tried tried(long number, Answer answer) {
        return switch (answer) {
            case Answer.Missing missing -> new Tried(number, null, "is gone");
            case Answer.Stale stale -> new Tried(number, null, "has changed since");
            case Answer.Decided decided ->
                switch (decided.decision()) {
                    case Decision.Moved moved -> new Tried(number, moved.after().version(), "");
                    case Decision.Unchanged unchanged -> new Tried(number, null, unchanged.reason());
                    case Decision.Refused refused -> new Tried(number, null, refused.reason());
                };
        };
    }

    private static String said(List<Tried> tried, String what) {
        if (tried.isEmpty()) {
            return "Nothing was changed: tick the incidents first.";
        }
        var kept = tried.stream()
                .filter(one -> one.version() == null)
                .map(one -> "#" + one.number() + ": " + one.against())
                .toList();
        int done = tried.size() - kept.size();
        var words = done + (done == 1 ? " incident " : " incidents ") + what;
        return kept.isEmpty() ? words : words + " Not changed: " + String.join("; ", kept) + ".";
    }

    private static String leftOut(int left, int all) {
        return left == 0
                ? ""
                : " " + left + " of " + all + " were left out."
                        + (all > ROWS ? " At most " + ROWS + " are changed at once." : "");
    }

    private static @Nullable Long number(@Nullable String text) {
        return Parsed.number(text);
    }
}
