package dev.belfry.incident.incident.response;

import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.incident.incident.role.RoleView;
import dev.belfry.incident.incident.severity.RoleName;
import dev.belfry.incident.incident.task.TaskCommands;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Who does what in an incident, and what there is to do: the forms beside its page. */
public final class CrewPages {
    private static final int CANDIDATES = 20;
    private static final int LONGEST_SEARCH = 200;

    private final IncidentStore incidents;
    private final CrewService crew;
    private final Directory directory;
    private final Ids ids;

    public CrewPages(IncidentStore incidents, CrewService crew, Directory directory, Ids ids) {
        this.incidents = incidents;
        this.crew = crew;
        this.directory = directory;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get(
                "/incidents/:number/roles/:role",
                Role.RESPONDER,
                call -> with(call, held -> role(call, held, "")).map(reply -> (Page) reply));
        console.post("/incidents/:number/roles", Role.RESPONDER, call -> with(call, held -> other(call, held)));
        console.post("/incidents/:number/roles/:role", Role.RESPONDER, call -> with(call, held -> assign(call, held)));
        console.post("/incidents/:number/tasks", Role.RESPONDER, call -> with(call, held -> add(call, held)));
        console.post("/incidents/:number/links", Role.RESPONDER, call -> with(call, held -> link(call, held)));
        console.post("/incidents/:number/links/:link", Role.RESPONDER, call -> with(call, held -> unlink(call, held)));
        console.get(
                "/incidents/:number/tasks/:task",
                Role.RESPONDER,
                call -> with(call, held -> task(call, held, "", Map.of())).map(reply -> (Page) reply));
        console.post("/incidents/:number/tasks/:task", Role.RESPONDER, call -> with(call, held -> change(call, held)));
    }

    private Future<PageReply> with(PageCall call, Function<Incident, Future<PageReply>> step) {
        return incidents
                .numbered(call.path("number"))
                .compose(held -> held.isEmpty()
                        ? Future.succeededFuture(NoIncident.page())
                        : step.apply(held.get().incident()));
    }

    /** Who could have the role: a search over the people there are. */
    private Future<PageReply> role(PageCall call, Incident incident, String error) {
        var role = call.path("role");
        if (!RoleName.valid(role)) {
            return Future.succeededFuture(NoIncident.page());
        }
        var asked = call.query("q");
        var search = asked == null ? call.form("q") : asked.strip();
        var part = search.length() > LONGEST_SEARCH ? search.substring(0, LONGEST_SEARCH) : search;
        return crew.roles().of(incident.id()).map(given -> {
            Map<String, Object> params = new HashMap<>();
            params.put("incident", incident);
            params.put(
                    "role",
                    RoleView.all(given, List.of(role)).stream()
                            .filter(one -> one.role().equals(role))
                            .findFirst()
                            .orElseThrow());
            params.put("people", directory.activeNamed(part, CANDIDATES));
            params.put("search", part);
            params.put("error", error);
            var page = new Page(
                    RoleName.label(role) + " of #" + incident.number(), "incidents", "incident-role.jte", params);
            return error.isEmpty() ? page : page.withStatus(422);
        });
    }

    /** A role by a name that people give it. */
    private Future<PageReply> other(PageCall call, Incident incident) {
        var role = call.form("role")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        return Future.succeededFuture(
                RoleName.valid(role)
                        ? PageReply.redirect(at(incident) + "/roles/" + role, null)
                        : PageReply.warning(
                                at(incident),
                                Flash.Kind.REFUSED,
                                "No role was added. Give it a name of up to 40 letters and digits, such as Database lead."));
    }

    private Future<PageReply> assign(PageCall call, Incident incident) {
        var role = call.path("role");
        var named = call.form("person");
        if (named.equals("nobody")) {
            return crew.roleCommands()
                    .release(incident.id(), role, Asker.of(call.principal()))
                    .map(outcome -> told(
                            incident, outcome, RoleName.label(role) + " of #" + incident.number() + ": nobody now."));
        }
        var person = named.equals("me") ? call.principal().userId() : Parsed.id(named);
        if (person == null) {
            return role(call, incident, "Choose a person.");
        }
        return crew.roleCommands()
                .assign(incident.id(), role, person, Asker.of(call.principal()))
                .compose(outcome -> {
                    if (outcome instanceof Outcome.Invalid wrong) {
                        return role(call, incident, wrong.reason());
                    }
                    var name = directory.nameOf(person);
                    return Future.succeededFuture(told(
                            incident,
                            outcome,
                            name + " is " + RoleName.inWords(role) + " of #" + incident.number() + "."));
                });
    }

    private Future<PageReply> add(PageCall call, Incident incident) {
        var title = call.form("title").replace('\0', '\uFFFD');
        var assignee = call.form("mine").isEmpty() ? null : call.principal().userId();
        return crew.taskCommands()
                .add(ids.next(), incident.id(), title, assignee, Asker.of(call.principal()))
                .map(outcome -> told(incident, outcome, "Task added."));
    }

    private Future<PageReply> link(PageCall call, Incident incident) {
        var title = call.form("title").replace('\0', '\uFFFD');
        return crew.linkCommands()
                .add(ids.next(), incident.id(), title, call.form("url"), Asker.of(call.principal()))
                .map(outcome -> told(incident, outcome, "Link added."));
    }

    private Future<PageReply> unlink(PageCall call, Incident incident) {
        var id = Parsed.id(call.path("link"));
        return id == null
                ? Future.succeededFuture(NoIncident.page())
                : crew.linkCommands()
                        .remove(incident.id(), id, Asker.of(call.principal()))
                        .map(outcome -> told(incident, outcome, "Link removed."));
    }

    private Future<PageReply> task(PageCall call, Incident incident, String search, Map<String, String> errors) {
        var id = Parsed.id(call.path("task"));
        if (id == null) {
            return Future.succeededFuture(NoIncident.page());
        }
        return crew.tasks().find(incident.id(), id).map(found -> {
            if (found.isEmpty()) {
                return NoIncident.page();
            }
            Map<String, Object> params = new HashMap<>();
            params.put("incident", incident);
            params.put("task", found.get());
            params.put(
                    "title",
                    errors.isEmpty() && call.form("title").isEmpty()
                            ? found.get().title()
                            : call.form("title"));
            params.put("people", directory.activeNamed(search, CANDIDATES));
            params.put("search", search);
            params.put("errors", errors);
            var page = new Page("Task of #" + incident.number(), "incidents", "incident-task.jte", params);
            return errors.isEmpty() ? page : page.withStatus(422);
        });
    }

    private Future<PageReply> change(PageCall call, Incident incident) {
        var id = Parsed.id(call.path("task"));
        if (id == null) {
            return Future.succeededFuture(NoIncident.page());
        }
        return switch (call.form("act")) {
            case "find" -> task(call, incident, call.form("find"), Map.of());
            case "done" -> change(call, incident, id, new TaskCommands.Change(null, false, null, true), "Task done.");
            case "open" ->
                change(call, incident, id, new TaskCommands.Change(null, false, null, false), "Task open again.");
            case "remove" ->
                crew.taskCommands()
                        .remove(incident.id(), id, Asker.of(call.principal()))
                        .map(outcome -> told(incident, outcome, "Task removed."));
            default -> {
                var to = call.form("assignee");
                yield change(
                        call,
                        incident,
                        id,
                        new TaskCommands.Change(
                                call.form("title").replace('\0', '\uFFFD'), !to.equals("keep"), Parsed.id(to), null),
                        "Task saved.");
            }
        };
    }

    private Future<PageReply> change(
            PageCall call, Incident incident, UUID id, TaskCommands.Change wanted, String done) {
        return crew.taskCommands()
                .change(incident.id(), id, wanted, null, Asker.of(call.principal()))
                .compose(outcome -> outcome instanceof Outcome.Invalid wrong
                        ? task(call, incident, call.form("find"), Map.of(wrong.field(), wrong.reason()))
                        : Future.succeededFuture(told(incident, outcome, done)));
    }

    private static PageReply told(Incident incident, Outcome outcome, String done) {
        return switch (outcome) {
            case Outcome.Done fine -> PageReply.redirect(at(incident), done);
            case Outcome.Missing missing ->
                PageReply.warning(at(incident), Flash.Kind.REFUSED, "Nothing was changed: it is gone.");
            case Outcome.Stale stale ->
                PageReply.warning(at(incident), Flash.Kind.REFUSED, "Nothing was changed: it has changed meanwhile.");
            case Outcome.Refused refused -> PageReply.warning(at(incident), Flash.Kind.REFUSED, refused.reason());
            case Outcome.Invalid wrong -> PageReply.warning(at(incident), Flash.Kind.REFUSED, wrong.reason());
        };
    }

    private static String at(Incident incident) {
        return "/incidents/" + incident.number();
    }
}
