package dev.belfry.incident.catalog.integration;

import dev.belfry.incident.catalog.sender.Sender;
import dev.belfry.incident.catalog.sender.Senders;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.IntegrationCommands;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The page that adds an integration: a gallery of senders with a search. */
public final class NewIntegrationPages {
    private final CatalogStore store;
    private final IntegrationCommands commands;
    private final Ids ids;

    public NewIntegrationPages(CatalogStore store, IntegrationCommands commands, Ids ids) {
        this.store = store;
        this.commands = commands;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get("/services/:service/integrations/new", Role.MANAGER, this::choose);
        console.post("/services/:service/integrations", Role.MANAGER, this::add);
    }

    private Future<Page> choose(PageCall call) {
        var type = Objects.requireNonNullElse(call.query("type"), "");
        return service(call)
                .map(found -> found.map(service -> page(call, service, new NewIntegration("", type, "", Map.of())))
                        .orElseGet(NewIntegrationPages::missing));
    }

    private Future<Optional<Service>> service(PageCall call) {
        try {
            return store.service(UUID.fromString(call.path("service")));
        } catch (IllegalArgumentException foreign) {
            return Future.succeededFuture(Optional.empty());
        }
    }

    private static Page page(PageCall call, Service service, NewIntegration form) {
        var text = Objects.requireNonNullElse(call.query("q"), "").strip();
        Map<String, Object> params = new HashMap<>();
        params.put("service", service);
        params.put(
                "senders",
                Senders.all().stream().filter(sender -> called(sender, text)).toList());
        params.put("all", Senders.all().size());
        params.put("text", text);
        params.put("form", form);
        var page = new Page("Add an integration", "services", "new-integration.jte", params);
        return form.errors().isEmpty() ? page : page.withStatus(422);
    }

    private static boolean called(Sender sender, String text) {
        var wanted = text.toLowerCase(Locale.ROOT);
        return sender.title().toLowerCase(Locale.ROOT).contains(wanted)
                || sender.type().contains(wanted);
    }

    private Future<PageReply> add(PageCall call) {
        var form = new NewIntegration(call.form("name"), call.form("type"), call.form("key"), Map.of());
        return service(call)
                .compose(found -> found.isEmpty() ? Future.succeededFuture(missing()) : add(call, found.get(), form));
    }

    private Future<PageReply> add(PageCall call, Service service, NewIntegration form) {
        var wrong = form.wrong();
        if (!wrong.isEmpty()) {
            return Future.succeededFuture(page(call, service, form.with(wrong)));
        }
        var id = ids.next();
        var name = form.name().isEmpty()
                ? Senders.of(form.type()).map(Sender::title).orElse(form.type())
                : form.name();
        return commands.add(id, service.id(), name, form.type(), form.key().isEmpty() ? null : form.key())
                .map(outcome -> switch (outcome) {
                    case Outcome.Done fine ->
                        PageReply.redirect(
                                "/services/" + service.id() + "/integrations/" + id + "?key=shown",
                                name + " was added. Paste what is below into its sender.");
                    case Outcome.Invalid invalid -> page(call, service, form.with(Map.of("key", invalid.reason())));
                    default -> missing();
                });
    }

    private static Page missing() {
        return new Page(404, "No such service", "services", "missing-service.jte", Map.of());
    }
}
