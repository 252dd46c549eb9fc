package dev.belfry.incident.signal.heartbeat;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The heartbeats of the console: what lives, what is silent, and what to paste into a job. */
public final class HeartbeatPages {
    private static final int MOST = 500;
    private static final int ROWS = 50;

    private final HeartbeatStore store;
    private final HeartbeatCommands commands;
    private final CatalogStore catalog;
    private final URI ingestUrl;
    private final Ids ids;

    public HeartbeatPages(
            HeartbeatStore store, HeartbeatCommands commands, CatalogStore catalog, URI ingestUrl, Ids ids) {
        this.store = store;
        this.commands = commands;
        this.catalog = catalog;
        this.ingestUrl = ingestUrl;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get("/heartbeats", Role.VIEWER, this::list);
        console.get("/heartbeats/new", Role.MANAGER, call -> form(HeartbeatForm.of(asked(call, "service"))));
        console.post("/heartbeats", Role.MANAGER, this::add);
        console.post("/heartbeats/:id/pause", Role.RESPONDER, call -> act(call, commands::pause, "It is paused."));
        console.post(
                "/heartbeats/:id/resume",
                Role.RESPONDER,
                call -> act(call, commands::resume, "It is watched again from its next ping on."));
        console.post("/heartbeats/:id/remove", Role.MANAGER, call -> act(call, commands::remove, "It was removed."));
    }

    /** With {@code ?service=} only those of one service. */
    private Future<Page> list(PageCall call) {
        var only = Parsed.id(asked(call, "service"));
        var services = catalog.services(null, MOST);
        var heartbeats = store.list(only, Parsed.id(asked(call, "after")), ROWS + 1);
        return Future.all(services, heartbeats).map(both -> {
            var names = services.result().stream().collect(Collectors.toMap(Service::id, Service::name));
            var found = heartbeats.result();
            var shown = found.subList(0, Math.min(ROWS, found.size()));
            var now = call.view().now();
            Map<String, Object> params = new HashMap<>();
            params.put(
                    "service",
                    services.result().stream()
                            .filter(service -> service.id().equals(only))
                            .findFirst()
                            .orElse(null));
            params.put("cards", shown.stream().map(one -> card(one, names, now)).toList());
            params.put("next", found.size() > ROWS ? shown.getLast().id().toString() : "");
            return new Page("Heartbeats", "heartbeats", "heartbeats.jte", params);
        });
    }

    private static String asked(PageCall call, String parameter) {
        return Objects.requireNonNullElse(call.query(parameter), "");
    }

    /** For the service that is asked for, or the only one there is; Belfry watches itself and is chosen by hand only. */
    private Future<Page> form(HeartbeatForm form) {
        return catalog.services(null, MOST).map(services -> {
            var own = services.stream()
                    .filter(service -> !service.id().equals(Service.BELFRY))
                    .toList();
            var preset = form.service().isEmpty() && own.size() == 1
                    ? form.of(own.getFirst().id())
                    : form;
            var page = new Page(
                    "New heartbeat", "heartbeats", "new-heartbeat.jte", Map.of("services", services, "form", preset));
            return form.errors().isEmpty() ? page : page.withStatus(422);
        });
    }

    private HeartbeatCard card(Heartbeat heartbeat, Map<UUID, String> names, Instant now) {
        var url = PingExample.url(ingestUrl.toString(), heartbeat.pingKey());
        return new HeartbeatCard(
                heartbeat,
                heartbeat.seen(now),
                names.getOrDefault(heartbeat.serviceId(), ""),
                url,
                PingExample.of(heartbeat, url));
    }

    private Future<PageReply> add(PageCall call) {
        var form = HeartbeatForm.typed(call::form);
        var service = form.serviceId();
        if (service == null) {
            return form(form.with("service", "Choose a service.")).map(page -> page);
        }
        var schedule = form.schedule().isEmpty() ? null : form.schedule();
        var plan = new Plan(
                form.name(),
                Plan.slug(form.name()),
                new Rhythm(schedule == null ? duration(form.period()) : null, schedule, zone(form.timeZone())),
                duration(form.grace()),
                "",
                null,
                form.priority().matches("P[1-5]") ? form.priority() : null,
                List.of());
        return commands.add(ids.next(), service, null, plan)
                .compose(outcome -> outcome instanceof Outcome.Invalid invalid
                        ? form(form.with(invalid)).<PageReply>map(page -> page)
                        : Future.succeededFuture(PageReply.redirect(
                                "/heartbeats?service=" + service,
                                form.name() + " was added. Its address is below; it waits for its first ping.")));
    }

    private static Future<PageReply> act(PageCall call, Function<UUID, Future<Outcome>> verb, String done) {
        var id = Parsed.id(call.path("id"));
        return (id == null ? Future.<Outcome>succeededFuture(new Outcome.Missing()) : verb.apply(id))
                .map(outcome -> PageReply.redirect(
                        "/heartbeats", outcome instanceof Outcome.Done ? done : "That heartbeat is gone."));
    }

    private static String zone(String typed) {
        return typed.isEmpty() ? Rhythm.UTC : typed;
    }

    /** What cannot be read is refused by the plan, which knows the bounds. */
    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException notADuration) {
            return Duration.ofSeconds(-1);
        }
    }
}
