package dev.belfry.incident.signal.rule;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Integration;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.signal.alert.AlertStore;
import dev.belfry.incident.signal.alert.AlertView;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The event rules of the console, and what they hold back now. */
public final class RulePages {
    private static final int MOST = 500;
    private static final int HELD = 50;
    private static final int SHORTEST_BEGINNING = 5;
    private static final String HOME = "/event-rules";
    private static final String GONE = "That event rule is gone.";

    private final RuleStore store;
    private final RuleCommands commands;
    private final CatalogStore catalog;
    private final AlertStore alerts;
    private final Ids ids;

    public RulePages(RuleStore store, RuleCommands commands, CatalogStore catalog, AlertStore alerts, Ids ids) {
        this.store = store;
        this.commands = commands;
        this.catalog = catalog;
        this.alerts = alerts;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get(HOME, Role.VIEWER, call -> list());
        console.get(HOME + "/new", Role.MANAGER, this::fresh);
        console.post(HOME, Role.MANAGER, this::add);
        console.post(HOME + "/form", Role.MANAGER, this::edited);
        console.get(HOME + "/:id", Role.VIEWER, this::show);
        console.post(HOME + "/:id", Role.MANAGER, this::change);
        console.post(HOME + "/:id/remove", Role.MANAGER, this::remove);
        console.post(HOME + "/:id/up", Role.MANAGER, call -> move(call, -1));
        console.post(HOME + "/:id/down", Role.MANAGER, call -> move(call, 1));
    }

    private Future<Page> list() {
        var rules = store.list(null, null, false);
        var held = alerts.held(HELD);
        return Future.all(rules, held, places()).map(all -> {
            Map<String, String> places = all.resultAt(2);
            var groups = new LinkedHashMap<String, List<EventRule>>();
            rules.result()
                    .forEach(rule -> groups.computeIfAbsent(
                                    places.getOrDefault(
                                            RuleForm.scope(rule.service(), rule.integration()), "Elsewhere"),
                                    first -> new ArrayList<>())
                            .add(rule));
            Map<String, Object> params = new HashMap<>();
            params.put("groups", groups);
            params.put("held", held.result());
            return new Page("Event rules", "event-rules", "event-rules.jte", params);
        });
    }

    /** What a rule can be for, by how a form names it. */
    private Future<Map<String, String>> places() {
        var services = catalog.services(null, MOST);
        var integrations = catalog.integrations(null, null, MOST);
        return Future.all(services, integrations).map(both -> {
            var places = new LinkedHashMap<String, String>();
            places.put("all", "All alerts");
            var names = new HashMap<UUID, String>();
            services.result().stream()
                    .filter(service -> !service.id().equals(Service.BELFRY))
                    .forEach(service -> {
                        names.put(service.id(), service.name());
                        places.put("service:" + service.id(), service.name());
                    });
            for (Integration door : integrations.result()) {
                var of = names.get(door.serviceId());
                if (of != null) {
                    places.put("integration:" + door.id(), of + ": " + door.name());
                }
            }
            return places;
        });
    }

    /** The form may come filled in: for a service, or from an alert that should not have paged. */
    private Future<Page> fresh(PageCall call) {
        var alert = Parsed.id(Objects.requireNonNullElse(call.query("alert"), ""));
        if (alert == null) {
            var service = call.query("service");
            return form(RuleForm.empty(service == null ? "all" : "service:" + service), null);
        }
        var alike = call.query("alike") != null;
        return alerts.find(alert)
                .compose(found ->
                        form(found.map(one -> from(one, alike)).orElseGet(() -> RuleForm.empty("all")), null));
    }

    /** @param alike also for alerts whose title differs from its first number on */
    private static RuleForm from(AlertView alert, boolean alike) {
        var rows = new ArrayList<RuleForm.Row>();
        var name = alert.labels() == null ? null : alert.labels().get("alertname");
        var beginning = alert.summary().replaceFirst("[0-9].*", "");
        if (alike && name != null) {
            rows.add(new RuleForm.Row("label", "alertname", "is", name));
        } else if (alike && beginning.length() >= SHORTEST_BEGINNING) {
            rows.add(new RuleForm.Row("title", "", "starts_with", beginning));
        } else {
            rows.add(new RuleForm.Row("title", "", "is", alert.summary()));
        }
        return RuleForm.empty("integration:" + alert.integration()).with(rows);
    }

    private Future<Page> show(PageCall call) {
        return find(call)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(
                                new Page(404, "No such event rule", "event-rules", "missing.jte", Map.of()))
                        : form(RuleForm.of(found.get()), found.get()));
    }

    private Future<Page> form(RuleForm form, @Nullable EventRule rule) {
        return places().map(places -> {
            Map<String, Object> params = new HashMap<>();
            params.put("form", form);
            params.put("rule", rule);
            params.put("places", places);
            var title = rule == null ? "New event rule" : rule.name();
            var page = new Page(title, "event-rules", "event-rule.jte", params);
            return form.errors().isEmpty() ? page : page.withStatus(422);
        });
    }

    /** One of the form's buttons adds or takes away a line; nothing is saved. */
    private Future<PageReply> edited(PageCall call) {
        var form = RuleForm.after(call::form, call.form("do"), call.form("add"));
        return edits(call)
                .compose(rule -> form(at(form, rule), rule.orElse(null)))
                .map(page -> page);
    }

    private Future<PageReply> add(PageCall call) {
        var form = RuleForm.typed(call::form);
        return commands.add(ids.next(), form.wanted(null), call.principal().name())
                .compose(outcome -> answer(outcome, form, null, form.name() + " is added."));
    }

    private Future<PageReply> change(PageCall call) {
        var form = RuleForm.typed(call::form);
        var version = call.form("version");
        var seen = Parsed.number(version);
        return find(call).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(PageReply.warning(HOME, Flash.Kind.REFUSED, GONE));
            }
            var rule = found.get();
            return commands.change(
                            rule.id(), form.wanted(rule), call.principal().name(), seen)
                    .compose(outcome -> answer(outcome, form, rule, form.name() + " is changed."));
        });
    }

    /**
     * What was typed into the form.
     *
     * @param draft as it is tried before it is saved: it is on, and needs no name yet
     * @param rule the rule that is open; null for a new one
     */
    public record Typed(
            RuleForm form, Wanted draft, @Nullable EventRule rule) {}

    /** Reads the form of a new rule, or of the one that it names. */
    public Future<Typed> typed(PageCall call) {
        return edits(call)
                .map(rule -> new Typed(
                        at(RuleForm.typed(call::form), rule),
                        at(RuleForm.tried(call::form), rule).wanted(rule.orElse(null)),
                        rule.orElse(null)));
    }

    /** The rule that the form changes; empty for a new one. */
    private Future<Optional<EventRule>> edits(PageCall call) {
        var id = Parsed.id(call.form("rule"));
        return id == null ? Future.succeededFuture(Optional.empty()) : store.find(id);
    }

    /** What a rule is for cannot be changed, and its form does not send it. */
    private static RuleForm at(RuleForm form, Optional<EventRule> rule) {
        return rule.map(one -> form.of(RuleForm.scope(one.service(), one.integration())))
                .orElse(form);
    }

    /** The form again, with what is wrong. */
    public Future<PageReply> again(Typed typed, Outcome.Invalid wrong) {
        return form(typed.form().with(wrong), typed.rule()).map(page -> page);
    }

    private Future<PageReply> remove(PageCall call) {
        var id = Parsed.id(call.path("id"));
        return (id == null
                        ? Future.<Outcome>succeededFuture(new Outcome.Missing())
                        : commands.remove(id, call.principal().name(), null))
                .map(outcome -> outcome instanceof Outcome.Done
                        ? PageReply.redirect(
                                HOME, "The rule is removed. What it held back and still fires is paged now.")
                        : PageReply.warning(HOME, Flash.Kind.REFUSED, GONE));
    }

    private Future<PageReply> move(PageCall call, int by) {
        return find(call).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(PageReply.warning(HOME, Flash.Kind.REFUSED, GONE));
            }
            var rule = found.get();
            var forAll = rule.service() == null && rule.integration() == null;
            return store.list(rule.service(), rule.integration(), forAll).compose(rules -> {
                var order = new ArrayList<>(rules.stream().map(EventRule::id).toList());
                var from = order.indexOf(rule.id());
                var to = from + by;
                if (from < 0 || to < 0 || to >= order.size()) {
                    return Future.succeededFuture(PageReply.redirect(HOME, rule.name() + " stays where it is."));
                }
                Collections.swap(order, from, to);
                return commands.order(
                                rule.service(),
                                rule.integration(),
                                order,
                                call.principal().name())
                        .map(outcome -> outcome instanceof Outcome.Done
                                ? PageReply.redirect(HOME, rule.name() + " is moved.")
                                : PageReply.warning(
                                        HOME,
                                        Flash.Kind.REFUSED,
                                        "The rules have changed meanwhile; nothing was moved."));
            });
        });
    }

    private Future<PageReply> answer(Outcome outcome, RuleForm form, @Nullable EventRule rule, String done) {
        return switch (outcome) {
            case Outcome.Done fine -> Future.succeededFuture(PageReply.redirect(HOME, done));
            case Outcome.Missing missing -> Future.succeededFuture(PageReply.warning(HOME, Flash.Kind.REFUSED, GONE));
            case Outcome.Stale stale ->
                form(
                                form.with(
                                        new Outcome.Invalid(
                                                "name",
                                                "Somebody has changed the rule since you opened it: open it again to see how.")),
                                rule)
                        .map(page -> page);
            case Outcome.Refused refused ->
                form(form.with(new Outcome.Invalid("name", refused.reason())), rule)
                        .map(page -> page);
            case Outcome.Invalid invalid -> form(form.with(invalid), rule).map(page -> page);
        };
    }

    private Future<Optional<EventRule>> find(PageCall call) {
        var id = Parsed.id(call.path("id"));
        return id == null ? Future.succeededFuture(Optional.empty()) : store.find(id);
    }
}
