package dev.belfry.incident.incident.field;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.catalog.service.Service;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of a house in the console: the list, the form, and what is filled in beside an incident. */
public final class FieldPages {
    private static final String LIST = "/incident-fields";
    private static final String GONE = "That field is gone.";
    private static final int MOST_SERVICES = 500;

    private final IncidentStore incidents;
    private final FieldStore store;
    private final FieldCommands commands;
    private final CatalogStore catalog;
    private final Ids ids;

    public FieldPages(
            IncidentStore incidents, FieldStore store, FieldCommands commands, CatalogStore catalog, Ids ids) {
        this.incidents = incidents;
        this.store = store;
        this.commands = commands;
        this.catalog = catalog;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get(LIST, Role.VIEWER, call -> list());
        console.get(LIST + "/new", Role.MANAGER, call -> form(empty(), true, Map.of()));
        console.post(LIST, Role.MANAGER, this::add);
        console.get(LIST + "/:id", Role.VIEWER, this::show);
        console.post(LIST + "/:id", Role.MANAGER, this::change);
        console.post(LIST + "/:id/remove", Role.MANAGER, this::remove);
        console.post("/incidents/:number/fields", Role.RESPONDER, this::fill);
    }

    private Future<Page> list() {
        return store.all()
                .map(fields ->
                        new Page("Fields of incidents", "admin", "incident-fields.jte", Map.of("fields", fields)));
    }

    private IncidentField empty() {
        return new IncidentField(ids.next(), "", "", FieldKind.TEXT, List.of(), List.of(), List.of(), false, 0);
    }

    private Future<Page> show(PageCall call) {
        var id = Parsed.id(call.path("id"));
        var found = id == null ? Future.succeededFuture(Optional.<IncidentField>empty()) : store.find(id);
        return found.compose(field -> field.isEmpty()
                ? Future.succeededFuture(new Page(404, "No such field", "admin", "missing.jte", Map.of()))
                : form(field.get(), false, Map.of()));
    }

    private Future<Page> form(IncidentField field, boolean fresh, Map<String, String> errors) {
        return catalog.services(null, MOST_SERVICES).map(services -> {
            Map<String, Object> params = new HashMap<>();
            params.put("field", field);
            params.put("fresh", fresh);
            params.put(
                    "services",
                    services.stream()
                            .filter(service -> !service.id().equals(Service.BELFRY))
                            .toList());
            params.put("errors", errors);
            var page = new Page(fresh ? "New field" : field.name(), "admin", "incident-field.jte", params);
            return errors.isEmpty() ? page : page.withStatus(422);
        });
    }

    private Future<PageReply> add(PageCall call) {
        var name = call.form("name").strip();
        var typed = typed(call, ids.next(), IncidentField.keyOf(name));
        return commands.add(typed).compose(outcome -> answer(outcome, typed, true));
    }

    private Future<PageReply> change(PageCall call) {
        var id = Parsed.id(call.path("id"));
        return (id == null ? Future.succeededFuture(Optional.<IncidentField>empty()) : store.find(id))
                .compose(found -> {
                    if (found.isEmpty()) {
                        return Future.succeededFuture(PageReply.warning(LIST, Flash.Kind.REFUSED, GONE));
                    }
                    var before = found.get();
                    var typed = typed(call, before.id(), before.key());
                    var same = new IncidentField(
                            typed.id(),
                            typed.key(),
                            typed.name(),
                            before.kind(),
                            typed.options(),
                            typed.severities(),
                            typed.services(),
                            typed.required(),
                            typed.version());
                    return commands.change(same, same.version()).compose(outcome -> answer(outcome, same, false));
                });
    }

    private Future<PageReply> answer(Outcome outcome, IncidentField typed, boolean fresh) {
        return switch (outcome) {
            case Outcome.Done done ->
                Future.succeededFuture(
                        PageReply.redirect(LIST, typed.name() + " is saved. The incidents it is for show it at once."));
            case Outcome.Missing missing -> Future.succeededFuture(PageReply.warning(LIST, Flash.Kind.REFUSED, GONE));
            case Outcome.Stale stale ->
                form(typed, fresh, Map.of("name", "Someone else saved this field meanwhile. Open it again to see how."))
                        .map(page -> page);
            case Outcome.Refused refused ->
                form(typed, fresh, Map.of("name", refused.reason())).map(page -> page);
            case Outcome.Invalid wrong ->
                form(
                                typed,
                                fresh,
                                wrong.field().equals("key")
                                        ? Map.of(
                                                "name",
                                                "Another field is called so, or the name has no letters. Choose another name.")
                                        : Map.of(wrong.field(), wrong.reason()))
                        .map(page -> page);
        };
    }

    private Future<PageReply> remove(PageCall call) {
        var id = Parsed.id(call.path("id"));
        return (id == null ? Future.<Outcome>succeededFuture(new Outcome.Missing()) : commands.remove(id))
                .map(outcome -> outcome instanceof Outcome.Done
                        ? PageReply.redirect(LIST, "The field is removed, with its values.")
                        : PageReply.warning(LIST, Flash.Kind.REFUSED, GONE));
    }

    private static IncidentField typed(PageCall call, UUID id, String key) {
        var kind = Arrays.stream(FieldKind.values())
                .filter(one -> one.word().equals(call.form("kind")))
                .findFirst()
                .orElse(FieldKind.TEXT);
        return new IncidentField(
                id,
                key,
                call.form("name").replace('\0', '\uFFFD').strip(),
                kind,
                kind == FieldKind.CHOICE || call.form("kind").isEmpty()
                        ? call.form("options")
                                .replace('\0', '\uFFFD')
                                .lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .toList()
                        : List.of(),
                Arrays.stream(IncidentSeverity.values())
                        .filter(severity -> chosen(call, "severity").anyMatch(severity.name()::equalsIgnoreCase))
                        .toList(),
                chosen(call, "service")
                        .flatMap(text -> Stream.ofNullable(Parsed.id(text)))
                        .toList(),
                !call.form("required").isEmpty(),
                Objects.requireNonNullElse(Parsed.number(call.form("version")), 0L));
    }

    private static Stream<String> chosen(PageCall call, String field) {
        return call.context().request().formAttributes().getAll(field).stream();
    }

    /** All fields of the form at once; an empty one is emptied. */
    private Future<PageReply> fill(PageCall call) {
        return incidents.numbered(call.path("number")).compose(held -> {
            if (held.isEmpty()) {
                return Future.succeededFuture(NoIncident.page());
            }
            var incident = held.get().incident();
            var at = "/incidents/" + incident.number();
            return store.of(incident)
                    .compose(there -> commands.fill(incident.id(), wanted(call, there), Asker.of(call.principal())))
                    .map(outcome -> switch (outcome) {
                        case Outcome.Done done -> PageReply.redirect(at, "The fields are saved.");
                        case Outcome.Invalid wrong ->
                            PageReply.warning(at, Flash.Kind.REFUSED, "Nothing was changed. " + wrong.reason());
                        default -> PageReply.warning(at, Flash.Kind.REFUSED, "Nothing was changed: it is gone.");
                    });
        });
    }

    private static Map<String, @Nullable String> wanted(PageCall call, List<FieldValue> there) {
        var form = call.context().request().formAttributes();
        var wanted = new LinkedHashMap<String, @Nullable String>();
        for (var one : there) {
            var name = "field-" + one.field().key();
            if (form.contains(name)) {
                var value = call.form(name).replace('\0', '\uFFFD').strip();
                wanted.put(one.field().key(), value.isEmpty() ? null : value);
            }
        }
        return wanted;
    }
}
