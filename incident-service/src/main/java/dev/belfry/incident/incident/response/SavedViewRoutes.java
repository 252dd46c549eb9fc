package dev.belfry.incident.incident.response;

import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.incident.search.SavedView;
import dev.belfry.incident.incident.search.SavedViewStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Saved views of the list of incidents, over the API and from the list itself. */
public final class SavedViewRoutes {
    private static final String FULL = "You have a view of that name already, or " + SavedView.MOST + " of them.";

    private final SavedViewStore store;
    private final InstantSource clock;
    private final Ids ids;

    private record ViewInput(
            String name, String query, @Nullable Boolean shared) {}

    public SavedViewRoutes(SavedViewStore store, InstantSource clock, Ids ids) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    public void on(Api api) {
        api.on(
                        "listSavedViews",
                        Role.VIEWER,
                        call -> store.of(call.principal().userId()).map(views -> Reply.list(call, views, null)))
                .on("addSavedView", Role.VIEWER, this::add)
                .on("removeSavedView", Role.VIEWER, this::remove);
    }

    public void on(Console console) {
        console.post("/incidents/views", Role.VIEWER, this::save);
        console.post("/incidents/views/:id/remove", Role.VIEWER, this::drop);
    }

    private Future<Reply> add(Call call) {
        var person = call.principal().userId();
        if (person == null) {
            return Future.succeededFuture(
                    Reply.conflict("A token without a person keeps no views. Use one of a person."));
        }
        var input = call.body(ViewInput.class);
        var view = view(
                call.newId(),
                person,
                call.principal().name(),
                Boolean.TRUE.equals(input.shared()),
                input.name(),
                Filters.ofQuery(input.query()));
        return store.add(view)
                .map(added -> added ? Reply.created("/api/v1/saved-views", view, 1) : Reply.conflict(FULL));
    }

    private SavedView view(UUID id, UUID person, String name, boolean shared, String called, Filters filters) {
        return new SavedView(id, person, name, shared, called.strip(), filters.query(), clock.instant());
    }

    private Future<Reply> remove(Call call) {
        var who = call.principal();
        return store.remove(call.id("id"), who.userId(), who.role().covers(Role.MANAGER))
                .map(gone -> gone ? Reply.noContent() : Reply.notFound("saved view of yours", "/api/v1/saved-views"));
    }

    private Future<PageReply> save(PageCall call) {
        var filters = Filters.of(call::form);
        var back = "/incidents?" + filters.query();
        var name = call.form("name");
        var who = call.principal();
        var person = who.userId();
        if (person == null || name.isEmpty() || name.length() > SavedView.LONGEST_NAME) {
            return Future.succeededFuture(PageReply.warning(
                    back, Flash.Kind.REFUSED, "Not saved: give the view a name of 1 to 60 characters."));
        }
        var shared = call.form("shared").equals("1");
        return store.add(view(ids.next(), person, who.name(), shared, name, filters))
                .map(added -> added
                        ? PageReply.redirect(back, "The view “" + name + "” is saved.")
                        : PageReply.warning(back, Flash.Kind.REFUSED, "Not saved. " + FULL));
    }

    private Future<PageReply> drop(PageCall call) {
        var who = call.principal();
        var id = Parsed.id(call.path("id"));
        var gone = id == null
                ? Future.succeededFuture(false)
                : store.remove(id, who.userId(), who.role().covers(Role.MANAGER));
        return gone.map(done -> done
                ? PageReply.redirect("/incidents", "The view is removed.")
                : PageReply.warning(
                        "/incidents", Flash.Kind.REFUSED, "That view is gone, or somebody else shares it."));
    }
}
