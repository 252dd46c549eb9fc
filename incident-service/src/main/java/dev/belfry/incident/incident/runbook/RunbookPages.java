package dev.belfry.incident.incident.runbook;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runbooks in the console: the list, the form, and the boxes that are ticked beside an incident. */
public final class RunbookPages {
    private static final String LIST = "/runbooks";
    private static final String GONE = "That runbook is gone.";
    private static final int MOST_SERVICES = 500;

    private final IncidentStore incidents;
    private final RunbookStore store;
    private final RunbookCommands commands;
    private final CatalogStore catalog;
    private final Ids ids;

    public RunbookPages(
            IncidentStore incidents, RunbookStore store, RunbookCommands commands, CatalogStore catalog, Ids ids) {
        this.incidents = incidents;
        this.store = store;
        this.commands = commands;
        this.catalog = catalog;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get(LIST, Role.VIEWER, call -> list());
        console.get(LIST + "/new", Role.MANAGER, call -> form(empty(call.query("service")), true, Map.of()));
        console.post(LIST, Role.MANAGER, this::add);
        console.get(LIST + "/:id", Role.VIEWER, this::show);
        console.post(LIST + "/:id", Role.MANAGER, this::change);
        console.post(LIST + "/:id/remove", Role.MANAGER, this::remove);
        console.post("/incidents/:number/runbooks/:id", Role.RESPONDER, this::tick);
    }

    private Future<Page> list() {
        return Future.all(store.all(), services()).map(both -> {
            Map<String, Object> params = new HashMap<>();
            params.put("runbooks", both.resultAt(0));
            List<Service> services = both.resultAt(1);
            var names = new HashMap<UUID, String>();
            services.forEach(service -> names.put(service.id(), service.name()));
            params.put("names", names);
            return new Page("Runbooks", "runbooks", "runbooks.jte", params);
        });
    }

    private Future<List<Service>> services() {
        return catalog.services(null, MOST_SERVICES)
                .map(all -> all.stream()
                        .filter(service -> !service.id().equals(Service.BELFRY))
                        .toList());
    }

    private Runbook empty(@Nullable String service) {
        var chosen = service == null ? null : Parsed.id(service);
        return new Runbook(
                ids.next(), "", null, chosen == null ? List.of() : List.of(chosen), List.of(), null, List.of(), 0);
    }

    private Future<Page> show(PageCall call) {
        return find(call)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Page(404, "No such runbook", "runbooks", "missing.jte", Map.of()))
                        : form(found.get(), false, Map.of()));
    }

    private Future<Page> form(Runbook runbook, boolean fresh, Map<String, String> errors) {
        return services().map(services -> {
            Map<String, Object> params = new HashMap<>();
            params.put("runbook", runbook);
            params.put("fresh", fresh);
            params.put("services", services);
            params.put("errors", errors);
            var page = new Page(fresh ? "New runbook" : runbook.name(), "runbooks", "runbook.jte", params);
            return errors.isEmpty() ? page : page.withStatus(422);
        });
    }

    private Future<PageReply> add(PageCall call) {
        var typed = typed(call, ids.next());
        return commands.add(typed).compose(outcome -> answer(outcome, typed, true));
    }

    private Future<PageReply> change(PageCall call) {
        var id = Parsed.id(call.path("id"));
        if (id == null) {
            return Future.succeededFuture(PageReply.warning(LIST, Flash.Kind.REFUSED, GONE));
        }
        var typed = typed(call, id);
        return commands.change(typed, typed.version()).compose(outcome -> answer(outcome, typed, false));
    }

    private Future<PageReply> answer(Outcome outcome, Runbook typed, boolean fresh) {
        return switch (outcome) {
            case Outcome.Done done ->
                Future.succeededFuture(PageReply.redirect(
                        LIST, typed.name() + " is saved. Open incidents it is for show it at once."));
            case Outcome.Missing missing -> Future.succeededFuture(PageReply.warning(LIST, Flash.Kind.REFUSED, GONE));
            case Outcome.Stale stale ->
                form(
                                typed,
                                fresh,
                                Map.of("name", "Somebody else saved this runbook meanwhile. Open it again to see how."))
                        .map(page -> page);
            case Outcome.Refused refused ->
                form(typed, fresh, Map.of("name", refused.reason())).map(page -> page);
            case Outcome.Invalid wrong ->
                form(typed, fresh, Map.of(wrong.field(), wrong.reason())).map(page -> page);
        };
    }

    private Future<PageReply> remove(PageCall call) {
        var id = Parsed.id(call.path("id"));
        return (id == null ? Future.<Outcome>succeededFuture(new Outcome.Missing()) : commands.remove(id))
                .map(outcome -> outcome instanceof Outcome.Done
                        ? PageReply.redirect(LIST, "The runbook is removed.")
                        : PageReply.warning(LIST, Flash.Kind.REFUSED, GONE));
    }

    private Future<PageReply> tick(PageCall call) {
        var number = call.path("number");
        var runbook = Parsed.id(call.path("id"));
        if (runbook == null) {
            return Future.succeededFuture(PageReply.warning("/incidents", Flash.Kind.REFUSED, GONE));
        }
        var by = Asker.of(call.principal());
        var at = "/incidents/" + number;
        return incidents
                .numbered(number)
                .compose(held -> held.isEmpty()
                        ? Future.succeededFuture(
                                PageReply.warning("/incidents", Flash.Kind.REFUSED, "There is no such incident."))
                        : commands.tick(
                                        held.get().incident().id(),
                                        runbook,
                                        call.form("step"),
                                        !call.form("done").isEmpty(),
                                        by)
                                .map(outcome -> switch (outcome) {
                                    case Outcome.Done done -> PageReply.redirect(at, null);
                                    case Outcome.Invalid wrong ->
                                        PageReply.warning(at, Flash.Kind.REFUSED, wrong.reason());
                                    case Outcome.Refused refused ->
                                        PageReply.warning(at, Flash.Kind.REFUSED, refused.reason());
                                    default -> PageReply.warning(at, Flash.Kind.REFUSED, GONE);
                                }));
    }

    private Runbook typed(PageCall call, UUID id) {
        var link = call.form("link");
        var contains = call.form("titleContains");
        var version = call.form("version");
        return new Runbook(
                id,
                call.form("name").replace('\0', '\uFFFD'),
                link.isEmpty() ? null : link,
                chosen(call, "service")
                        .flatMap(text -> Optional.ofNullable(Parsed.id(text)).stream())
                        .toList(),
                Arrays.stream(IncidentSeverity.values())
                        .filter(severity -> chosen(call, "severity").anyMatch(severity.name()::equalsIgnoreCase))
                        .toList(),
                contains.isEmpty() ? null : contains.replace('\0', '\uFFFD'),
                call.form("steps")
                        .replace('\0', '\uFFFD')
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList(),
                Objects.requireNonNullElse(Parsed.number(version), 0L));
    }

    private static Stream<String> chosen(PageCall call, String field) {
        return call.context().request().formAttributes().getAll(field).stream();
    }

    private Future<Optional<Runbook>> find(PageCall call) {
        var id = Parsed.id(call.path("id"));
        return id == null ? Future.succeededFuture(Optional.empty()) : store.find(id);
    }
}
