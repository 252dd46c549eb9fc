package dev.belfry.incident.signal.maintenance;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.signal.silence.Matcher;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maintenance in the console: what is planned, and the form that plans it and shows what it would do. */
public final class MaintenancePages {
    private static final String LIST = "/maintenance";
    private static final int MOST = 200;
    private static final int MOST_SERVICES = 500;

    private final MaintenanceStore store;
    private final MaintenanceQueries queries;
    private final MaintenanceCommands commands;
    private final CatalogStore catalog;
    private final InstantSource clock;
    private final Ids ids;

    public MaintenancePages(
            MaintenanceStore store,
            MaintenanceQueries queries,
            MaintenanceCommands commands,
            CatalogStore catalog,
            InstantSource clock,
            Ids ids) {
        this.store = store;
        this.queries = queries;
        this.commands = commands;
        this.catalog = catalog;
        this.clock = clock;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get(LIST, Role.VIEWER, this::list);
        console.get(LIST + "/new", Role.RESPONDER, this::fresh);
        console.post(LIST, Role.RESPONDER, this::add);
        console.post(LIST + "/preview", Role.RESPONDER, call -> preview(call, null));
        console.get(LIST + "/:id", Role.VIEWER, this::show);
        console.post(LIST + "/:id", Role.RESPONDER, this::change);
        console.post(
                LIST + "/:id/preview",
                Role.RESPONDER,
                call -> found(call)
                        .compose(window ->
                                window.isEmpty() ? Future.succeededFuture(missing()) : preview(call, window.get())));
        console.post(LIST + "/:id/cancel", Role.RESPONDER, this::cancel);
    }

    private Future<Page> list(PageCall call) {
        var windows = store.list(null, null, null, MOST);
        var services = catalog.services(null, MOST_SERVICES);
        var held = store.heldBack();
        return Future.all(windows, services, held).map(all -> {
            var names = services.result().stream().collect(Collectors.toMap(Service::id, Service::name));
            var now = clock.instant();
            var rows = windows.result().stream()
                    .map(one -> new MaintenanceRow(
                            one,
                            one.state(now),
                            scope(one.plan(), names),
                            held.result().getOrDefault(one.id(), 0L)))
                    .sorted(Comparator.comparingInt(MaintenancePages::rank)
                            .thenComparingLong(row -> row.state() == MaintenanceWindow.State.ENDED
                                    ? -row.window().occurrence().endsAt().toEpochMilli()
                                    : row.window().occurrence().startsAt().toEpochMilli()))
                    .toList();
            return new Page("Maintenance", "maintenance", "maintenance.jte", Map.of("rows", rows));
        });
    }

    private static int rank(MaintenanceRow row) {
        return switch (row.state()) {
            case ACTIVE -> 0;
            case SCHEDULED -> 1;
            case ENDED -> 2;
        };
    }

    /** "Payments, Search with alertname=~"Disk.*"", in words for a line. */
    private static String scope(Plan plan, Map<UUID, String> names) {
        var services = plan.services().isEmpty()
                ? "All services"
                : plan.services().stream()
                        .map(id -> names.getOrDefault(id, "a service that is gone"))
                        .collect(Collectors.joining(", "));
        return plan.matchers().isEmpty()
                ? services
                : services + " with "
                        + plan.matchers().stream().map(Matcher::text).collect(Collectors.joining(", "));
    }

    private Future<Page> fresh(PageCall call) {
        var service = call.query("service");
        var form = MaintenanceForm.fresh(
                service == null ? List.of() : List.of(service),
                clock.instant(),
                call.view().zone());
        return page(form, null, null);
    }

    private Future<Page> show(PageCall call) {
        return found(call)
                .compose(window -> window.isEmpty()
                        ? Future.succeededFuture(missing())
                        : page(MaintenanceForm.of(window.get()), window.get(), null));
    }

    private Future<Page> page(MaintenanceForm form, @Nullable MaintenanceWindow window, @Nullable Preview preview) {
        var services = catalog.services(null, MOST_SERVICES);
        var history =
                window == null ? Future.succeededFuture(List.<MaintenanceStore.Edit>of()) : store.history(window.id());
        return Future.all(services, history).map(all -> {
            Map<String, Object> params = new HashMap<>();
            params.put("form", form);
            params.put("services", services.result());
            params.put("window", window);
            params.put("state", window == null ? null : window.state(clock.instant()));
            params.put("preview", preview);
            params.put("history", history.result());
            var page = new Page(
                    window == null ? "New maintenance" : window.plan().name(),
                    "maintenance",
                    "maintenance-window.jte",
                    params);
            return form.errors().isEmpty() ? page : page.withStatus(422);
        });
    }

    private static MaintenanceForm typed(PageCall call) {
        return MaintenanceForm.typed(
                call::form, call.context().request().formAttributes().getAll("service"));
    }

    private Future<PageReply> preview(PageCall call, @Nullable MaintenanceWindow window) {
        var form = typed(call);
        return switch (form.read()) {
            case MaintenanceForm.Read.Bad bad -> reply(bad.form(), window);
            case MaintenanceForm.Read.Good good ->
                commands.problem(good.plan()).compose(wrong -> {
                    if (wrong.isPresent()) {
                        return answer(wrong.get(), form, window, "");
                    }
                    var now = clock.instant();
                    return queries.preview(MaintenanceWindow.draft(good.plan(), now), now)
                            .compose(preview -> page(form, window, preview))
                            .map(page -> page);
                });
        };
    }

    private Future<PageReply> add(PageCall call) {
        var form = typed(call);
        return switch (form.read()) {
            case MaintenanceForm.Read.Bad bad -> reply(bad.form(), null);
            case MaintenanceForm.Read.Good good ->
                commands.add(ids.next(), good.plan(), call.principal().name())
                        .compose(outcome -> answer(
                                outcome,
                                form,
                                null,
                                form.name().strip() + " is planned. It pages nobody while it runs."));
        };
    }

    private Future<PageReply> change(PageCall call) {
        return found(call).compose(window -> {
            if (window.isEmpty()) {
                return Future.succeededFuture(missing());
            }
            var form = typed(call);
            return switch (form.read()) {
                case MaintenanceForm.Read.Bad bad -> reply(bad.form(), window.get());
                case MaintenanceForm.Read.Good good ->
                    commands.change(
                                    window.get().id(),
                                    good.plan(),
                                    call.principal().name(),
                                    form.seen())
                            .compose(outcome -> answer(
                                    outcome, form, window.get(), form.name().strip() + " was saved."));
            };
        });
    }

    private Future<PageReply> cancel(PageCall call) {
        return found(call).compose(window -> {
            if (window.isEmpty()) {
                return Future.succeededFuture(missing());
            }
            var name = window.get().plan().name();
            return commands.cancel(window.get().id(), call.principal().name())
                    .map(outcome -> PageReply.redirect(LIST, name + " is over. What still fires pages now."));
        });
    }

    private Future<PageReply> answer(
            Outcome outcome, MaintenanceForm form, @Nullable MaintenanceWindow window, String done) {
        return switch (outcome) {
            case Outcome.Done fine -> Future.succeededFuture(PageReply.redirect(LIST, done));
            case Outcome.Invalid invalid -> reply(form.with(invalid.field(), invalid.reason()), window);
            case Outcome.Refused refused -> reply(form.with("", refused.reason()), window);
            case Outcome.Missing gone ->
                Future.succeededFuture(
                        PageReply.warning(LIST, Flash.Kind.REFUSED, "There is no such maintenance window."));
            case Outcome.Stale stale ->
                reply(
                        form.with(
                                "",
                                "Somebody else saved it meanwhile. Open the page in another tab to see what they changed."),
                        window);
        };
    }

    private Future<PageReply> reply(MaintenanceForm form, @Nullable MaintenanceWindow window) {
        return page(form, window, null).map(page -> page);
    }

    private Future<Optional<MaintenanceWindow>> found(PageCall call) {
        try {
            return store.find(UUID.fromString(call.path("id")));
        } catch (IllegalArgumentException foreign) {
            return Future.succeededFuture(Optional.empty());
        }
    }

    private static Page missing() {
        return new Page(404, "No such maintenance window", "maintenance", "missing-maintenance.jte", Map.of());
    }
}
