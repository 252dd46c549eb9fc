package dev.belfry.incident.incident.overview;

import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.CatalogCommands;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.catalog.service.Profile;
import dev.belfry.incident.catalog.service.RoutingKey;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.incident.dependency.BlastRadius;
import dev.belfry.incident.incident.dependency.DependencyStore;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.IncidentFilter;
import dev.belfry.incident.incident.lifecycle.IncidentListStore;
import dev.belfry.incident.signal.maintenance.MaintenanceStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The list of services, the page of each with its tabs, and the forms that make and change one. */
public final class ServicePages {
    private static final int ROWS = 50;
    private static final int LONGEST_TEXT = 100;
    private static final int RECENT = 10;
    private static final int MOST_INTEGRATIONS = 200;
    private static final int MOST_SERVICES = 500;
    private static final Duration MONTH = Duration.ofDays(30);

    private final OverviewStore store;
    private final IncidentListStore incidents;
    private final CatalogStore catalog;
    private final CatalogCommands commands;
    private final MaintenanceStore maintenance;
    private final DependencyStore dependencies;
    private final Directory directory;
    private final Ids ids;

    public ServicePages(
            Database database,
            CatalogStore catalog,
            CatalogCommands commands,
            MaintenanceStore maintenance,
            Directory directory,
            Ids ids) {
        this.store = new OverviewStore(database);
        this.incidents = new IncidentListStore(database);
        this.catalog = catalog;
        this.commands = commands;
        this.maintenance = maintenance;
        this.dependencies = new DependencyStore(database);
        this.directory = directory;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get("/services", Role.VIEWER, this::list);
        console.get("/services/new", Role.MANAGER, call -> form(ServiceForm.EMPTY, null));
        console.post("/services", Role.MANAGER, this::add);
        console.get("/services/:id", Role.VIEWER, call -> of(call, this::overview));
        console.get("/services/:id/integrations", Role.VIEWER, call -> of(call, this::integrations));
        console.get("/services/:id/settings", Role.MANAGER, call -> of(call, this::settings));
        console.post("/services/:id/settings", Role.MANAGER, this::change);
        console.post("/services/:id/remove", Role.MANAGER, this::remove);
    }

    private Future<Page> list(PageCall call) {
        var asked = said(call, "q");
        var text = asked.substring(0, Math.min(asked.length(), LONGEST_TEXT));
        var mine = said(call, "mine").equals("1");
        var after = call.query("after");
        var policy = Parsed.id(said(call, "policy"));
        var policies = policy != null
                ? List.of(policy)
                : mine ? directory.policiesOf(call.principal().teams().keySet()) : null;
        return store.list(text, after, policies, ROWS + 1).map(found -> {
            var rows = found.stream().limit(ROWS).map(this::named).toList();
            Map<String, Object> params = new HashMap<>();
            params.put("services", rows);
            params.put("text", text);
            params.put("mine", mine);
            params.put("policy", policy == null ? "" : policy.toString());
            params.put("policyName", Objects.requireNonNullElse(directory.policyName(policy), "An escalation policy"));
            params.put("firstPage", after == null);
            params.put("next", found.size() > ROWS ? encoded(rows.getLast().name()) : "");
            return new Page("Services", "services", "services.jte", params);
        });
    }

    private ServiceRow named(ServiceRow row) {
        return row.calling(directory.policyName(row.policyId()));
    }

    private Future<Page> of(PageCall call, BiFunction<PageCall, ServiceRow, Future<Page>> step) {
        var id = Parsed.id(call.path("id"));
        return id == null
                ? Future.succeededFuture(missing())
                : store.one(id)
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(missing())
                                : step.apply(call, named(found.get())));
    }

    private Future<Page> overview(PageCall call, ServiceRow service) {
        var all = incidents.list(new IncidentFilter(IncidentFilter.ALL, service.id(), null, null, RECENT));
        var open = incidents.list(new IncidentFilter(IncidentFilter.OPEN, service.id(), null, null, RECENT));
        var month = store.since(service.id(), call.view().now().minus(MONTH));
        var windows = maintenance.active(service.id());
        var params = params(service, "overview");
        var known = catalog.service(service.id());
        var around = dependencies.around(service.id());
        return Future.all(List.of(all, open, month, windows, known, around, doors(service, params)))
                .map(done -> {
                    params.put(
                            "blast",
                            new BlastRadius(
                                    service.name(), service.open() == 0 ? "" : service.worst(), around.result()));
                    var profile = known.result().map(Service::profile).orElse(Profile.NONE);
                    params.put("profile", profile);
                    params.put(
                            "team",
                            profile.team() == null
                                    ? ""
                                    : Objects.toString(directory.teamName(profile.team()), "A team"));
                    params.put("windows", windows.result());
                    params.put("open", open.result());
                    params.put(
                            "recent",
                            all.result().stream().filter(ServicePages::over).toList());
                    params.put("month", month.result());
                    return new Page(service.name(), "services", "service.jte", params);
                });
    }

    private static boolean over(Held held) {
        return held.incident().status() == IncidentStatus.RESOLVED;
    }

    private Future<Page> integrations(PageCall call, ServiceRow service) {
        var params = params(service, "integrations");
        return doors(service, params)
                .map(done ->
                        new Page(service.name() + ": integrations", "services", "service-integrations.jte", params));
    }

    /** Its integrations and when each was heard last. */
    private Future<Void> doors(ServiceRow service, Map<String, Object> params) {
        var doors = catalog.integrations(service.id(), null, MOST_INTEGRATIONS);
        var last = store.lastEvents(service.id());
        return Future.all(doors, last).map(both -> {
            params.put(
                    "doors",
                    doors.result().stream()
                            .map(one -> new Door(
                                    one,
                                    RoutingKey.masked(one.routingKey()),
                                    last.result().get(one.id())))
                            .toList());
            return null;
        });
    }

    private static Map<String, Object> params(ServiceRow service, String tab) {
        Map<String, Object> params = new HashMap<>();
        params.put("service", service);
        params.put("tab", tab);
        return params;
    }

    private Future<Page> settings(PageCall call, ServiceRow service) {
        return catalog.service(service.id())
                .compose(found -> found.map(one -> form(ServiceForm.of(one), service))
                        .orElseGet(() -> Future.succeededFuture(missing())));
    }

    private Future<Page> form(ServiceForm form, @Nullable ServiceRow service) {
        var losses = service == null ? Future.succeededFuture(Losses.NONE) : store.losses(service.id());
        var others = catalog.services(null, MOST_SERVICES);
        return Future.all(losses, others).map(all -> form(form, service, losses.result(), others.result()));
    }

    private Page form(ServiceForm form, @Nullable ServiceRow service, Losses losses, List<Service> others) {
        Map<String, Object> params = new HashMap<>();
        params.put("form", form);
        params.put("service", service);
        params.put("policies", directory.policies());
        params.put("teams", directory.teams());
        params.put("losses", losses);
        params.put(
                "others",
                others.stream()
                        .filter(one -> service == null || !one.id().equals(service.id()))
                        .toList());
        var page = new Page(
                service == null ? "New service" : service.name() + ": settings",
                "services",
                service == null ? "new-service.jte" : "service-settings.jte",
                params);
        return form.errors().isEmpty() ? page : page.withStatus(422);
    }

    private static ServiceForm typed(PageCall call) {
        return ServiceForm.typed(
                call::form,
                call.context().request().formAttributes().getAll("dependsOn"),
                call.context().request().formAttributes().getAll("supportDays"));
    }

    private Future<PageReply> add(PageCall call) {
        var form = typed(call);
        var wrong = form.wrong();
        if (!wrong.isEmpty()) {
            return shown(form.with(wrong), null);
        }
        var id = ids.next();
        return commands.addService(form.service(id)).compose(outcome -> switch (outcome) {
            case Outcome.Done fine ->
                Future.succeededFuture(PageReply.redirect(
                        "/services/" + id + "/integrations",
                        form.name() + " was added. Add an integration so that alerts can arrive."));
            case Outcome.Invalid invalid -> shown(form.with(field(invalid), invalid.reason()), null);
            case Outcome.Refused refused -> shown(form.with("", refused.reason()), null);
            case Outcome.Missing gone -> shown(form.with("", "Not saved. Try again."), null);
            case Outcome.Stale stale -> shown(form.with("", "Not saved. Try again."), null);
        });
    }

    private Future<PageReply> change(PageCall call) {
        var id = Parsed.id(call.path("id"));
        if (id == null) {
            return Future.succeededFuture(missing());
        }
        return store.one(id)
                .compose(found ->
                        found.isEmpty() ? Future.succeededFuture(missing()) : change(named(found.get()), typed(call)));
    }

    private Future<PageReply> change(ServiceRow service, ServiceForm form) {
        var wrong = form.wrong();
        if (!wrong.isEmpty()) {
            return shown(form.with(wrong), service);
        }
        return commands.changeService(form.service(service.id()), form.seen()).compose(outcome -> switch (outcome) {
            case Outcome.Done fine ->
                Future.succeededFuture(
                        PageReply.redirect("/services/" + service.id() + "/settings", form.name() + " was saved."));
            case Outcome.Invalid invalid -> shown(form.with(field(invalid), invalid.reason()), service);
            case Outcome.Refused refused -> shown(form.with("", refused.reason()), service);
            case Outcome.Missing gone -> Future.succeededFuture(missing());
            case Outcome.Stale stale ->
                shown(
                        form.with(
                                "",
                                "Not saved. Somebody else saved this service meanwhile. What you typed is below; open "
                                        + "the page in another tab to compare, then save it there."),
                        service);
        });
    }

    private Future<PageReply> shown(ServiceForm form, @Nullable ServiceRow service) {
        return form(form, service).map(page -> page);
    }

    private static String field(Outcome.Invalid invalid) {
        if (invalid.field().startsWith("dependsOn")) {
            return "dependsOn";
        }
        if (invalid.field().startsWith("links")) {
            return "links";
        }
        return invalid.field().equals("escalationPolicy") ? "policy" : invalid.field();
    }

    private Future<PageReply> remove(PageCall call) {
        var id = Parsed.id(call.path("id"));
        if (id == null) {
            return Future.succeededFuture(missing());
        }
        return commands.removeService(id).map(outcome -> switch (outcome) {
            case Outcome.Done fine -> PageReply.redirect("/services", "The service was removed.");
            case Outcome.Refused refused ->
                PageReply.warning(
                        "/services/" + id + "/settings", Flash.Kind.REFUSED, "Not removed. " + refused.reason());
            default -> missing();
        });
    }

    private static Page missing() {
        return new Page(404, "No such service", "services", "missing-service.jte", Map.of());
    }

    private static String said(PageCall call, String parameter) {
        return Objects.requireNonNullElse(call.query(parameter), "").strip();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
