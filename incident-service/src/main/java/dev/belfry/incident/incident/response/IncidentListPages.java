package dev.belfry.incident.incident.response;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.incident.lifecycle.Answer;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.Decision;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The list of incidents, with its filters in the address, and what is done to several of them at once. */
public final class IncidentListPages {
    private static final int ROWS = 50;
    private static final int MOST_SERVICES = 500;
    private static final Pattern TICKED = Pattern.compile("(\\d{1,18})\\.(\\d{1,9})");

    private final IncidentStore store;
    private final IncidentCommands commands;
    private final CatalogStore catalog;

    public IncidentListPages(IncidentStore store, IncidentCommands commands, CatalogStore catalog) {
        this.store = store;
        this.commands = commands;
        this.catalog = catalog;
    }

    public void on(Console console) {
        console.get("/incidents", Role.VIEWER, this::list);
        console.post("/incidents/bulk", Role.RESPONDER, this::several);
    }

    /** The list as it was when its newest row was {@code seen}: what is newer announces itself instead of jumping in. */
    private Future<Page> list(PageCall call) {
        var filters = Filters.of(call::query);
        var seen = number(call.query("seen"));
        var after = Filters.place(call.query("next"));
        var owner = filters.mine() ? call.principal().userId() : null;
        var rows = store.search(filters.search(owner, seen, after, ROWS + 1));
        var newest = seen == null ? store.newest() : Future.succeededFuture(seen);
        var fresh = seen == null
                ? Future.succeededFuture(0L)
                : store.countSince(filters.search(owner, null, null, ROWS), seen);
        var services = catalog.services(null, MOST_SERVICES);
        var standing = store.standing(filters.open().search(owner, null, null, ROWS));
        return Future.all(rows, newest, fresh, services, standing).map(all -> {
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
        if (!act.equals("resolve") && !act.equals("acknowledge")) {
            return Future.succeededFuture(
                    PageReply.redirect(back, "Nothing was changed: choose acknowledge or resolve."));
        }
        boolean resolve = act.equals("resolve");
        var kept = new ArrayList<String>();
        Future<Void> done = Future.succeededFuture();
        for (var one : ticked) {
            Command command = resolve ? new Command.Resolve() : new Command.Acknowledge(Integer.valueOf(one.group(2)));
            done = done.compose(before -> act(call, Long.parseLong(one.group(1)), command))
                    .map(why -> {
                        why.ifPresent(kept::add);
                        return null;
                    });
        }
        return done.map(all -> {
            var words = said(ticked.size(), resolve, kept) + leftOut(sent.size() - ticked.size(), sent.size());
            return kept.isEmpty() && sent.size() == ticked.size() && !ticked.isEmpty()
                    ? PageReply.redirect(back, words)
                    : PageReply.warning(back, Flash.Kind.WARNING, words);
        });
    }

    /** Empty when it is done; else what stood against it. */
    private Future<Optional<String>> act(PageCall call, long number, Command command) {
        return store.find(number).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Optional.of("#" + number + " is gone"));
            }
            var by = Actor.user(call.principal().userId(), call.principal().name());
            return commands.act(found.get().incident().id(), command, by)
                    .map(answer -> against(answer).map(why -> "#" + number + ": " + why));
        });
    }

    private static Optional<String> against(Answer answer) {
        if (answer instanceof Answer.Decided decided) {
            return switch (decided.decision()) {
                case Decision.Moved moved -> Optional.empty();
                case Decision.Unchanged unchanged -> Optional.of(unchanged.reason());
                case Decision.Refused refused -> Optional.of(refused.reason());
            };
        }
        return Optional.of("it is gone");
    }

    private static String said(int ticked, boolean resolve, List<String> kept) {
        if (ticked == 0) {
            return "Nothing was changed: tick the incidents first.";
        }
        int done = ticked - kept.size();
        var words = done + (done == 1 ? " incident " : " incidents ") + (resolve ? "resolved." : "acknowledged.");
        return kept.isEmpty() ? words : words + " Not changed: " + String.join("; ", kept) + ".";
    }

    private static String leftOut(int left, int all) {
        return left == 0
                ? ""
                : " " + left + " of " + all + " were left out."
                        + (all > ROWS ? " At most " + ROWS + " are changed at once." : "");
    }

    private static @Nullable Long number(@Nullable String text) {
        return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }
}
