package dev.belfry.status.desk;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.run.Host;
import dev.belfry.status.maintenance.Maintenance;
import dev.belfry.status.maintenance.MaintenanceCommands;
import dev.belfry.status.maintenance.MaintenanceStore;
import dev.belfry.status.publication.Publication;
import dev.belfry.status.publication.PublicationQueries;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Scheduled maintenance in the console: announced, told further, ended early, withdrawn. */
public final class MaintenancePages {
    private static final String NO_PAGE = "That status page is gone.";
    private static final String GONE = "That maintenance is gone. It may have been withdrawn.";
    private static final String CHANGED_MEANWHILE =
            "Not saved: the maintenance was changed by another person just now. Read it, then send yours again.";

    private final Host host;
    private final PublicationQueries queries;
    private final MaintenanceStore maintenances;
    private final MaintenanceCommands commands;

    public MaintenancePages(
            Host host, PublicationQueries queries, MaintenanceStore maintenances, MaintenanceCommands commands) {
        this.host = host;
        this.queries = queries;
        this.maintenances = maintenances;
        this.commands = commands;
    }

    public void mount(Console console) {
        console.get("/status/:page/maintenances/new", Role.RESPONDER, this::fresh);
        console.post("/status/:page/maintenances", Role.RESPONDER, this::plan);
        console.get("/status/maintenances/:id", Role.VIEWER, this::show);
        console.post("/status/maintenances/:id/updates", Role.RESPONDER, this::update);
        console.post("/status/maintenances/:id/withdraw", Role.RESPONDER, this::withdraw);
    }

    private Future<Page> fresh(PageCall call) {
        var form = MaintenanceForm.fresh(host.clock().instant(), call.view().zone());
        return StatusPages.find(call, "page", queries::publication)
                .map(found ->
                        found.map(publication -> form(publication, form)).orElseGet(() -> StatusPages.gone(NO_PAGE)));
    }

    private static Page form(Publication publication, MaintenanceForm form) {
        var page = new Page(
                "Schedule maintenance",
                "status",
                "maintenance-new.jte",
                Map.of("publication", publication, "form", form));
        return form.errors().isEmpty() ? page : page.withStatus(422);
    }

    private Future<PageReply> plan(PageCall call) {
        return StatusPages.find(call, "page", queries::publication).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(StatusPages.refused(StatusPages.HOME, NO_PAGE));
            }
            var now = host.clock().instant();
            var zone = call.view().zone();
            var form = MaintenanceForm.typed(
                            call::form,
                            call.context().request().formAttributes().getAll("component"))
                    .checked(found.get(), zone, now);
            if (!form.errors().isEmpty()) {
                return Future.succeededFuture(form(found.get(), form));
            }
            var planned = form.plan(found.get(), zone)
                    .announced(host.ids().next(), host.ids().next(), now);
            return commands.plan(planned, now)
                    .map(done -> done
                            ? PageReply.redirect(
                                    at(planned), "Announced. It begins and is completed by itself at its times.")
                            : StatusPages.refused(StatusPages.HOME, NO_PAGE));
        });
    }

    private static String at(Maintenance one) {
        return "/status/maintenances/" + one.id();
    }

    private Future<Page> show(PageCall call) {
        return find(call)
                .compose(found -> found.map(one -> page(one, Map.of(), Map.of()))
                        .orElseGet(() -> Future.succeededFuture(StatusPages.gone(GONE))));
    }

    /** @param typed what was not saved, by its field, shown again */
    private Future<Page> page(Maintenance one, Map<String, String> typed, Map<String, String> errors) {
        return queries.publication(one.statusPage()).map(found -> {
            var affected = found.map(publication -> publication.affected(one)).orElse("");
            var page = new Page(
                    one.name(),
                    "status",
                    "maintenance-one.jte",
                    Map.of("maintenance", one, "affected", affected, "typed", typed, "errors", errors));
            return errors.isEmpty() ? page : page.withStatus(422);
        });
    }

    private Future<PageReply> update(PageCall call) {
        return with(call, before -> {
            var body = Typed.text(call.form("body"));
            var typed = Map.of("body", body, "status", call.form("status"));
            var stage = Typed.word(Maintenance.Stage.class, call.form("status"));
            var errors = new LinkedHashMap<String, String>();
            if (stage == null || stage.compareTo(before.status()) < 0) {
                errors.put("status", "Choose where it stands: it cannot go back.");
            }
            Typed.body(body, errors);
            if (stage == null || !errors.isEmpty()) {
                return page(before, typed, errors).map(page -> page);
            }
            var update = new Maintenance.Update(
                    host.ids().next(), stage, body, host.clock().instant());
            return commands.tell(before, update)
                    .compose(saved -> saved
                            ? Future.succeededFuture(PageReply.redirect(at(before), "Published. Customers see it now."))
                            : page(before, typed, Map.of("body", CHANGED_MEANWHILE))
                                    .map(page -> page));
        });
    }

    private Future<PageReply> withdraw(PageCall call) {
        return with(
                call,
                before -> commands.withdraw(before, host.clock().instant())
                        .map(done -> done
                                ? PageReply.redirect(
                                        StatusPages.HOME, "“" + before.name() + "” is no longer on the page.")
                                : StatusPages.refused(at(before), CHANGED_MEANWHILE)));
    }

    private Future<PageReply> with(PageCall call, Function<Maintenance, Future<PageReply>> step) {
        return find(call)
                .compose(found -> found.map(step)
                        .orElseGet(() -> Future.succeededFuture(StatusPages.refused(StatusPages.HOME, GONE))));
    }

    private Future<Optional<Maintenance>> find(PageCall call) {
        return StatusPages.find(call, "id", id -> maintenances.find(host.database(), id));
    }
}
