package dev.belfry.incident.catalog.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.belfry.contracts.integration.PayloadMapping;
import dev.belfry.incident.catalog.recent.RequestStore;
import dev.belfry.incident.catalog.sender.Sender;
import dev.belfry.incident.catalog.sender.Senders;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.DryRun;
import dev.belfry.incident.catalog.service.Integration;
import dev.belfry.incident.catalog.service.IntegrationCommands;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.catalog.service.Revision;
import dev.belfry.incident.catalog.service.RoutingKey;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The page of one integration: how to connect its sender, what it sent, and how that is read. */
public final class IntegrationPages {
    private static final PayloadMapping USUAL =
            new PayloadMapping(null, null, null, null, null, null, null, null, null);
    private static final int MOST_HEADERS = 50;
    private static final String SHOWN = "?key=shown";
    private static final ObjectReader READER =
            Json.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final CatalogStore store;
    private final IntegrationCommands commands;
    private final RequestStore requests;
    private final URI ingestUrl;

    /** An integration and the service it belongs to. */
    private record Found(Service service, Integration integration) {
        String address() {
            return "/services/" + service.id() + "/integrations/" + integration.id();
        }
    }

    private interface Step {
        Future<PageReply> apply(PageCall call, Found found, IntegrationForm form);
    }

    public IntegrationPages(CatalogStore store, IntegrationCommands commands, RequestStore requests, URI ingestUrl) {
        this.store = store;
        this.commands = commands;
        this.requests = requests;
        this.ingestUrl = ingestUrl;
    }

    public void on(Console console) {
        console.get("/services/:service/integrations/:id", Role.VIEWER, this::show);
        console.post("/services/:service/integrations/:id", Role.MANAGER, call -> of(call, this::save));
        action(console, "replace-key", Role.MANAGER, this::replaceKey);
        action(console, "disable", Role.MANAGER, (call, found) -> enable(found, false));
        action(console, "enable", Role.MANAGER, (call, found) -> enable(found, true));
        action(console, "remove", Role.MANAGER, this::remove);
        action(console, "test", Role.RESPONDER, this::sendTest);
        console.post("/services/:service/integrations/:id/try", Role.RESPONDER, call -> of(call, this::tryIt));
    }

    private void action(Console console, String verb, Role least, BiFunction<PageCall, Found, Future<PageReply>> step) {
        console.post(
                "/services/:service/integrations/:id/" + verb,
                least,
                call -> find(call)
                        .compose(found ->
                                found.isEmpty() ? Future.succeededFuture(missing()) : step.apply(call, found.get())));
    }

    private Future<PageReply> replaceKey(PageCall call, Found found) {
        return commands.replaceKey(found.integration().id())
                .map(outcome -> done(
                        outcome, found.address() + SHOWN, "The key was replaced. Paste the new one into its sender."));
    }

    private Future<PageReply> enable(Found found, boolean enabled) {
        var name = found.integration().name();
        var at = found.address();
        return commands.enable(found.integration().id(), enabled)
                .map(outcome -> enabled || !(outcome instanceof Outcome.Done)
                        ? done(outcome, at, name + " is on.")
                        : PageReply.undoable(at, name + " is off. Its sender is refused.", at + "/enable"));
    }

    private Future<PageReply> remove(PageCall call, Found found) {
        return commands.remove(found.integration().id())
                .map(outcome -> done(
                        outcome,
                        "/services/" + found.service().id() + "/integrations",
                        found.integration().name() + " was removed. Its key opens nothing any more."));
    }

    private Future<PageReply> sendTest(PageCall call, Found found) {
        return commands.sendTest(found.integration(), call.principal().name())
                .map(refused -> refused.map(why ->
                                PageReply.warning(found.address(), Flash.Kind.REFUSED, "Nothing was sent. " + why))
                        .orElseGet(() -> PageReply.redirect(
                                found.address(),
                                "The test event was accepted. It opens a SEV4 incident of "
                                        + found.service().name() + ", which pages by its escalation policy.")));
    }

    private static PageReply done(Outcome outcome, String then, String words) {
        return outcome instanceof Outcome.Done ? PageReply.redirect(then, words) : missing();
    }

    /** With {@code ?try=NUMBER} the body of that request is ready to be tried. */
    private Future<Page> show(PageCall call) {
        return find(call).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(missing());
            }
            var integration = found.get().integration();
            var number = call.query("try");
            Future<Optional<String>> body = number != null && number.matches("\\d{1,18}")
                    ? requests.body(integration.id(), Long.parseLong(number))
                    : Future.succeededFuture(Optional.empty());
            return body.compose(
                    text -> page(call, found.get(), IntegrationForm.of(integration, text.orElse("")), null));
        });
    }

    private Future<PageReply> of(PageCall call, Step step) {
        return find(call)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(missing())
                        : step.apply(
                                call,
                                found.get(),
                                IntegrationForm.typed(field -> call.form(field).replace('\0', '\uFFFD'))));
    }

    private Future<PageReply> save(PageCall call, Found found, IntegrationForm form) {
        var wrong = form.wrong();
        if (!wrong.isEmpty()) {
            return again(call, found, form.with(wrong));
        }
        var before = found.integration();
        var seen = Parsed.number(form.version());
        return commands.change(before, form.applied(before), seen).compose(revision -> switch (revision) {
            case Revision.Done fine ->
                Future.succeededFuture(PageReply.redirect(found.address(), "It is saved and counts from now on."));
            case Revision.Missing gone -> Future.succeededFuture(missing());
            case Revision.Stale stale ->
                again(
                        call,
                        found,
                        form.with(
                                "",
                                "Somebody changed it meanwhile, and nothing was saved. What you typed is below; "
                                        + "open the page anew in another tab to compare."));
            case Revision.Invalid invalid -> again(call, found, form.with(invalid.errors()));
            case Revision.Unchecked away -> again(call, found, form.with("", away.reason()));
        });
    }

    private Future<PageReply> tryIt(PageCall call, Found found, IntegrationForm form) {
        var wrong = form.longExpressions();
        JsonNode payload = null;
        try {
            payload = READER.readTree(form.payload());
        } catch (JsonProcessingException unreadable) {
            var at = unreadable.getLocation();
            wrong.put(
                    "payload",
                    "This is not JSON: see line " + (at == null ? 1 : at.getLineNr()) + ", column "
                            + (at == null ? 1 : at.getColumnNr()) + ".");
        }
        if (payload == null || payload.isMissingNode()) {
            wrong.putIfAbsent("payload", "Paste what your sender sends: JSON.");
        }
        var headers = headers(form.headers());
        if (headers.isEmpty() && !form.headers().isEmpty()) {
            wrong.put(
                    "headers",
                    "Give a line for each, name and value with a colon between, at most " + MOST_HEADERS + ".");
        }
        if (payload == null || !wrong.isEmpty()) {
            return again(call, found, form.with(wrong));
        }
        var mapping = MappingField.mapping(form.mapping());
        return commands.dryRun(found.integration(), mapping == null ? USUAL : mapping, payload, headers)
                .compose(tried -> switch (tried) {
                    case DryRun.Shown shown ->
                        page(call, found, form, Tried.of(shown.answer())).map(page -> page);
                    case DryRun.Refused refused -> again(call, found, form.with(refused.errors()));
                    case DryRun.Unavailable away -> again(call, found, form.with("", away.reason()));
                });
    }

    /** Lower-case names and values; empty when a line is none. */
    private static Map<String, String> headers(String text) {
        var headers = new LinkedHashMap<String, String>();
        for (var line : text.lines().filter(one -> !one.isBlank()).toList()) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MOST_HEADERS) {
                return Map.of();
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private Future<PageReply> again(PageCall call, Found found, IntegrationForm form) {
        return page(call, found, form, null).map(page -> page.withStatus(422));
    }

    private Future<Page> page(PageCall call, Found found, IntegrationForm form, @Nullable Tried tried) {
        var integration = found.integration();
        return requests.of(integration.id()).map(recent -> {
            var own = Senders.of(integration.type())
                    .or(() -> Senders.of("generic"))
                    .orElseThrow();
            List<Sender> others = new ArrayList<>(Senders.all());
            others.remove(own);
            // Whoever may use the key sees it when they ask for it; it does not stand on every screen that is shared.
            boolean shown = call.view().may(Role.RESPONDER) && "shown".equals(call.query("key"));
            var key = shown ? integration.routingKey() : RoutingKey.masked(integration.routingKey());
            Map<String, Object> params = new HashMap<>();
            params.put("service", found.service());
            params.put("integration", integration);
            params.put("key", key);
            params.put("shown", shown);
            params.put("own", own.at(ingestUrl, key));
            params.put(
                    "others",
                    others.stream().map(sender -> sender.at(ingestUrl, key)).toList());
            params.put("senders", Senders.all());
            params.put("recent", recent);
            params.put("form", form);
            params.put("tried", tried);
            return new Page(integration.name(), "services", "integration.jte", params);
        });
    }

    private Future<Optional<Found>> find(PageCall call) {
        var serviceId = Parsed.id(call.path("service"));
        var id = Parsed.id(call.path("id"));
        if (serviceId == null || id == null) {
            return Future.succeededFuture(Optional.empty());
        }
        var service = store.service(serviceId);
        return store.integration(id)
                .compose(integration -> service.map(of -> integration
                        .filter(one -> one.serviceId().equals(serviceId))
                        .flatMap(one -> of.map(owner -> new Found(owner, one)))));
    }

    private static Page missing() {
        return new Page(404, "No such integration", "services", "missing-integration.jte", Map.of());
    }
}
