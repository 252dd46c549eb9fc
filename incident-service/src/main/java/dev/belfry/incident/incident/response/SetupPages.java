package dev.belfry.incident.incident.response;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.incident.lifecycle.Declaration;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way to the first page received: how I am reached, who is on call, what reports, and a test page. */
public final class SetupPages {
    private static final int MOST_SERVICES = 500;
    private static final int FEW = 20;

    private final IncidentStore incidents;
    private final ResponseCommands response;
    private final CatalogStore catalog;
    private final Directory directory;
    private final Ids ids;

    public SetupPages(
            IncidentStore incidents, ResponseCommands response, CatalogStore catalog, Directory directory, Ids ids) {
        this.incidents = incidents;
        this.response = response;
        this.catalog = catalog;
        this.directory = directory;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get("/start", Role.RESPONDER, this::show);
        console.post("/start/test", Role.RESPONDER, this::send);
    }

    private Future<Page> show(PageCall call) {
        var test = test(call.query("test"));
        var services = services();
        return Future.all(services, test, services.compose(this::senders))
                .map(all -> new Setup(
                        Setup.Reach.of(directory.contactsOf(call.principal().userId())),
                        directory.policies().size(),
                        services.result(),
                        all.resultAt(2),
                        test.result().orElse(null)))
                .map(setup -> new Page("Set up", "home", "start.jte", Map.of("setup", setup)));
    }

    private Future<Optional<Setup.Test>> test(@Nullable String number) {
        return incidents.numbered(number).map(found -> found.map(SetupPages::test));
    }

    private static Setup.Test test(Held held) {
        var incident = held.incident();
        return new Setup.Test(incident.number(), incident.status(), incident.createdAt());
    }

    private Future<List<Service>> services() {
        return catalog.services(null, MOST_SERVICES)
                .map(all -> all.stream()
                        .filter(service -> !service.id().equals(Service.BELFRY))
                        .toList());
    }

    /** Whether anything can report about any of them: a newcomer's first few are looked at. */
    private Future<Boolean> senders(List<Service> services) {
        Future<Boolean> found = Future.succeededFuture(false);
        for (var service : services.stream().limit(FEW).toList()) {
            found = found.compose(already -> already
                    ? Future.succeededFuture(true)
                    : catalog.integrations(service.id(), null, 1).map(integrations -> !integrations.isEmpty()));
        }
        return found;
    }

    /** Opens an incident as anybody could, so that the page goes the whole way. */
    private Future<PageReply> send(PageCall call) {
        var service = Parsed.id(call.form("service"));
        if (service == null) {
            return Future.succeededFuture(
                    PageReply.warning("/start", Flash.Kind.REFUSED, "No page was sent: choose a service first."));
        }
        var name = call.principal().name();
        var title = "Test page from " + name + ": acknowledge it";
        var by = Asker.of(call.principal());
        return response.open(ids.next(), service, title, IncidentSeverity.SEV3, new Declaration.Now(), by)
                .map(opened -> opened.isEmpty()
                        ? PageReply.warning(
                                "/start", Flash.Kind.REFUSED, "No page was sent: that service is gone. Choose another.")
                        : PageReply.redirect(
                                "/start?test=" + opened.get().incident().number(), null));
    }
}
