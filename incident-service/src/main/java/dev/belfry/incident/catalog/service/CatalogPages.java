package dev.belfry.incident.catalog.service;

import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The services page of the console: what people run, and through which integrations senders report. */
public final class CatalogPages {
    private static final int MOST = 500;

    private final CatalogStore store;
    private final CatalogCommands commands;
    private final IntegrationCommands integrations;
    private final Directory directory;
    private final List<Sender> senders;
    private final Ids ids;

    /** A kind of sender that an integration may be for, by its word. */
    public record Sender(String type, String title) {}

    public CatalogPages(
            CatalogStore store,
            CatalogCommands commands,
            IntegrationCommands integrations,
            Directory directory,
            List<Sender> senders,
            Ids ids) {
        this.store = store;
        this.commands = commands;
        this.directory = directory;
        this.senders = senders;
        this.integrations = integrations;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get("/services", Role.VIEWER, call -> page(CatalogForm.EMPTY));
        console.post("/services", Role.MANAGER, this::addService);
        console.post("/services/:id/integrations", Role.MANAGER, this::addIntegration);
    }

    private Future<Page> page(CatalogForm form) {
        var services = store.services(null, MOST);
        var integrations = store.integrations(null, null, MOST);
        return Future.all(services, integrations).map(both -> {
            var cards = services.result().stream()
                    .map(service -> card(service, integrations.result()))
                    .toList();
            Map<String, Object> params = new HashMap<>();
            params.put("services", cards);
            params.put("policies", directory.policies());
            params.put("senders", senders);
            params.put("form", form);
            return new Page("Services", "services", "services.jte", params);
        });
    }

    private ServiceCard card(Service service, List<Integration> integrations) {
        var doors = integrations.stream()
                .filter(integration -> integration.serviceId().equals(service.id()))
                .map(integration -> new ServiceCard.Door(integration, RoutingKey.masked(integration.routingKey())))
                .toList();
        return new ServiceCard(service, directory.policyName(service.escalationPolicyId()), doors);
    }

    private Future<PageReply> addService(PageCall call) {
        var form = new CatalogForm("", call.form("name"), call.form("description"), "", "", "");
        if (form.name().isEmpty() || form.name().length() > 100) {
            return again(form.with("Give the service a name of 1 to 100 characters."));
        }
        var service = new Service(
                ids.next(),
                storable(form.name()),
                storable(form.description()),
                id(call.form("policy")),
                call.form("grouping").equals("service") ? Grouping.SERVICE : Grouping.ALERT,
                1);
        return commands.addService(service)
                .compose(outcome -> answer(outcome, form, "/services", "Service " + form.name() + " was added."));
    }

    private Future<PageReply> addIntegration(PageCall call) {
        var form = new CatalogForm(call.path("id"), call.form("name"), "", call.form("type"), call.form("key"), "");
        var serviceId = id(form.of());
        if (serviceId == null) {
            return again(form.with("There is no such service."));
        }
        if (form.name().isEmpty() || form.name().length() > 100) {
            return again(form.with("Give the integration a name of 1 to 100 characters."));
        }
        if (!form.type().matches("[a-z][a-z0-9_]{0,39}")) {
            return again(form.with("Choose the sender's type."));
        }
        if (!form.key().isEmpty() && !RoutingKey.adoptable(form.key())) {
            return again(form.with(
                    "A key to be adopted has 32 letters and digits, or is a UUID; leave it empty for a new one."));
        }
        var adopted = form.key().isEmpty() ? null : form.key();
        var id = ids.next();
        return integrations
                .add(id, serviceId, storable(form.name()), form.type(), adopted)
                .compose(outcome -> answer(
                        outcome,
                        form,
                        "/services/" + serviceId + "/integrations/" + id,
                        "Integration " + form.name() + " was added. Paste what is below into its sender."));
    }

    private Future<PageReply> answer(Outcome outcome, CatalogForm form, String then, String done) {
        return switch (outcome) {
            case Outcome.Done fine -> Future.succeededFuture(PageReply.redirect(then, done));
            case Outcome.Invalid invalid -> again(form.with(invalid.reason()));
            case Outcome.Refused refused -> again(form.with(refused.reason()));
            case Outcome.Missing missing -> again(form.with("It is gone meanwhile."));
            case Outcome.Stale stale -> again(form.with("It has changed meanwhile."));
        };
    }

    private Future<PageReply> again(CatalogForm form) {
        return page(form).map(page -> page.withStatus(422));
    }

    private static @Nullable UUID id(String text) {
        try {
            return text.isEmpty() ? null : UUID.fromString(text);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
