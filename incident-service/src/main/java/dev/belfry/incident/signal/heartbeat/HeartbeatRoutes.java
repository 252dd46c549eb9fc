package dev.belfry.incident.signal.heartbeat;

import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Heartbeats over the API. */
public final class HeartbeatRoutes {
    private final HeartbeatStore store;
    private final HeartbeatCommands commands;
    private final URI ingestUrl;
    private final InstantSource clock;

    private record Input(
            @Nullable UUID service,
            String name,
            @Nullable String slug,
            @Nullable String period,
            @Nullable String schedule,
            @Nullable String timeZone,
            @Nullable String grace,
            @Nullable String description,
            @Nullable String alertMessage,
            @Nullable String alertPriority,
            @Nullable List<String> tags) {}

    public HeartbeatRoutes(HeartbeatStore store, HeartbeatCommands commands, URI ingestUrl, InstantSource clock) {
        this.store = store;
        this.commands = commands;
        this.ingestUrl = ingestUrl;
        this.clock = clock;
    }

    public void on(Api api) {
        api.on("listHeartbeats", Role.VIEWER, this::list)
                .on("createHeartbeat", Role.MANAGER, this::create)
                .on("getHeartbeat", Role.VIEWER, call -> show(call, call.id("id")))
                .on("replaceHeartbeat", Role.MANAGER, this::replace)
                .on(
                        "deleteHeartbeat",
                        Role.MANAGER,
                        call -> commands.remove(call.id("id"))
                                .compose(outcome -> answer(outcome, () -> Future.succeededFuture(Reply.noContent()))))
                .on("pauseHeartbeat", Role.RESPONDER, call -> act(call, commands::pause))
                .on("resumeHeartbeat", Role.RESPONDER, call -> act(call, commands::resume))
                .on("listPings", Role.VIEWER, this::pings);
    }

    private Future<Reply> list(Call call) {
        var cursor = call.cursor();
        var service = call.query("service");
        if (cursor != null && !cursor.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return Future.succeededFuture(badCursor());
        }
        return store.list(
                        service == null ? null : UUID.fromString(service),
                        cursor == null ? null : UUID.fromString(cursor),
                        call.limit() + 1)
                .map(found -> {
                    var page = found.subList(0, Math.min(found.size(), call.limit()));
                    var next = found.size() > page.size() ? page.getLast().id().toString() : null;
                    return Reply.list(
                            call, page.stream().map(one -> view(call, one)).toList(), next);
                });
    }

    private Future<Reply> create(Call call) {
        var input = call.body(Input.class);
        var service = input.service();
        if (service == null) {
            return Future.succeededFuture(Reply.invalid(new Problem.Field("#/service", "Name the service.")));
        }
        var id = call.newId();
        return planned(
                input,
                plan -> commands.add(id, service, null, plan)
                        .compose(outcome -> answer(
                                outcome,
                                () -> store.find(id)
                                        .map(made -> Reply.created(
                                                "/api/v1/heartbeats/" + id, view(call, made.orElseThrow()), 1)))));
    }

    private Future<Reply> replace(Call call) {
        var id = call.id("id");
        return planned(
                call.body(Input.class),
                plan -> commands.change(id, plan, call.ifMatch())
                        .compose(outcome -> answer(outcome, () -> show(call, id))));
    }

    private Future<Reply> act(Call call, Function<UUID, Future<Outcome>> verb) {
        var id = call.id("id");
        return verb.apply(id).compose(outcome -> answer(outcome, () -> show(call, id)));
    }

    private Future<Reply> show(Call call, UUID id) {
        return store.find(id)
                .map(found -> found.map(one -> Reply.ok(view(call, one), one.version()))
                        .orElseGet(() -> Reply.notFound("heartbeat", "/api/v1/heartbeats")));
    }

    private Future<Reply> pings(Call call) {
        var cursor = call.cursor();
        if (cursor != null && !cursor.matches("\\d{1,18}")) {
            return Future.succeededFuture(badCursor());
        }
        var id = call.id("id");
        return store.find(id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Reply.notFound("heartbeat", "/api/v1/heartbeats"))
                        : store.pings(id, cursor == null ? null : Long.valueOf(cursor), call.limit() + 1)
                                .map(pings -> {
                                    var page = pings.subList(0, Math.min(pings.size(), call.limit()));
                                    var next = pings.size() > page.size()
                                            ? Long.toString(page.getLast().seq())
                                            : null;
                                    return Reply.list(call, page, next);
                                }));
    }

    private static Future<Reply> planned(Input input, Function<Plan, Future<Reply>> then) {
        Duration period;
        Duration grace;
        try {
            period = input.period() == null ? null : Duration.parse(input.period());
            grace = input.grace() == null ? Duration.ofMinutes(5) : Duration.parse(input.grace());
        } catch (DateTimeParseException | ArithmeticException unreadable) {
            return Future.succeededFuture(Reply.invalid(
                    new Problem.Field("#/period", "Period and grace are ISO 8601 durations, such as PT5M.")));
        }
        var name = input.name().strip();
        return then.apply(new Plan(
                name,
                input.slug() == null ? Plan.slug(name) : input.slug(),
                new Rhythm(period, input.schedule(), Objects.requireNonNullElse(input.timeZone(), Rhythm.UTC)),
                grace,
                Objects.requireNonNullElse(input.description(), ""),
                input.alertMessage(),
                input.alertPriority(),
                Objects.requireNonNullElse(input.tags(), List.of())));
    }

    private HeartbeatView view(Call call, Heartbeat heartbeat) {
        var shown = call.principal().role().covers(Role.RESPONDER)
                ? PingExample.url(ingestUrl.toString(), heartbeat.pingKey())
                : null;
        return HeartbeatView.of(heartbeat, clock.instant(), shown);
    }

    private static Future<Reply> answer(Outcome outcome, Supplier<Future<Reply>> done) {
        return switch (outcome) {
            case Outcome.Done fine -> done.get();
            case Outcome.Missing missing -> Future.succeededFuture(Reply.notFound("heartbeat", "/api/v1/heartbeats"));
            case Outcome.Stale stale -> Future.succeededFuture(Reply.stale());
            case Outcome.Refused refused -> Future.succeededFuture(Reply.conflict(refused.reason()));
            case Outcome.Invalid invalid ->
                Future.succeededFuture(Reply.invalid(new Problem.Field("#/" + invalid.field(), invalid.reason())));
        };
    }

    private static Reply badCursor() {
        return Reply.invalid(new Problem.Field("query: cursor", "Take it from the Link header of the page before."));
    }
}
