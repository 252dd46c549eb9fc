package dev.belfry.incident.compat.opsgenie;

import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.signal.heartbeat.Heartbeat;
import dev.belfry.incident.signal.heartbeat.HeartbeatCommands;
import dev.belfry.incident.signal.heartbeat.HeartbeatStore;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Heartbeats as Opsgenie's clients make and change them; they are Belfry's own. */
final class ClientHeartbeatCommands {
    private static final int MOST = 1_000;

    private final HeartbeatStore store;
    private final HeartbeatCommands commands;
    private final InstantSource clock;
    private final Ids ids;

    ClientHeartbeatCommands(HeartbeatStore store, HeartbeatCommands commands, InstantSource clock, Ids ids) {
        this.store = store;
        this.commands = commands;
        this.clock = clock;
        this.ids = ids;
    }

    Future<Envelope> list(Asked asked) {
        return store.list(asked.door().serviceId(), null, MOST)
                .map(all -> Envelope.ok(Map.of(
                        "heartbeats",
                        all.stream()
                                .map(one -> ClientHeartbeat.whole(one, clock.instant()))
                                .toList())));
    }

    Future<Envelope> show(Asked asked, String name) {
        return with(
                asked, name, one -> Future.succeededFuture(Envelope.ok(ClientHeartbeat.whole(one, clock.instant()))));
    }

    Future<Envelope> add(Asked asked) {
        var name = asked.body().getValue("name") instanceof String text ? text.strip() : "";
        return switch (ClientHeartbeat.read(asked.body(), null, name)) {
            case ClientHeartbeat.Read.Bad bad ->
                Future.succeededFuture(Envelope.unprocessable(bad.field(), bad.reason()));
            case ClientHeartbeat.Read.Fine fine -> {
                var id = ids.next();
                boolean enabled = !Boolean.FALSE.equals(asked.body().getValue("enabled"));
                yield commands.add(id, asked.door().serviceId(), asked.door().id(), fine.plan())
                        .compose(outcome -> !enabled && outcome instanceof Outcome.Done
                                ? commands.pause(id)
                                : Future.succeededFuture(outcome))
                        .compose(outcome -> answer(outcome, id, 201));
            }
        };
    }

    Future<Envelope> change(Asked asked, String name) {
        return with(asked, name, before -> switch (ClientHeartbeat.read(
                asked.body(), before.plan(), before.plan().name())) {
            case ClientHeartbeat.Read.Bad bad ->
                Future.succeededFuture(Envelope.unprocessable(bad.field(), bad.reason()));
            case ClientHeartbeat.Read.Fine fine ->
                commands.change(before.id(), fine.plan(), null)
                        .compose(outcome -> outcome instanceof Outcome.Done
                                        && asked.body().getValue("enabled") instanceof Boolean enabled
                                ? switched(before.id(), enabled)
                                : Future.succeededFuture(outcome))
                        .compose(outcome -> answer(outcome, before.id(), 200));
        });
    }

    Future<Envelope> remove(Asked asked, String name) {
        return with(
                asked,
                name,
                one -> commands.remove(one.id()).map(done -> Envelope.done("Heartbeat [" + name + "] deleted")));
    }

    Future<Envelope> enable(Asked asked, String name, boolean enabled) {
        return with(asked, name, one -> switched(one.id(), enabled).compose(outcome -> answer(outcome, one.id(), 200)));
    }

    private Future<Outcome> switched(UUID id, boolean enabled) {
        return enabled ? commands.resume(id) : commands.pause(id);
    }

    private Future<Envelope> with(Asked asked, String name, Function<Heartbeat, Future<Envelope>> step) {
        return store.named(asked.door().serviceId(), name)
                .compose(found -> found.isEmpty() ? Future.succeededFuture(missing(name)) : step.apply(found.get()));
    }

    private Future<Envelope> answer(Outcome outcome, UUID id, int status) {
        return switch (outcome) {
            case Outcome.Done done ->
                store.find(id).map(found -> {
                    if (found.isEmpty()) {
                        return missing(id.toString());
                    }
                    var brief = ClientHeartbeat.brief(found.get(), clock.instant());
                    return status == 201 ? Envelope.created("Created", brief) : Envelope.ok(brief);
                });
            case Outcome.Missing missing -> Future.succeededFuture(missing(id.toString()));
            case Outcome.Invalid invalid ->
                Future.succeededFuture(
                        invalid.field().equals("slug")
                                ? Envelope.refused(409, "A heartbeat with this name exists already")
                                : Envelope.unprocessable(
                                        invalid.field().equals("period") ? "interval" : invalid.field(),
                                        invalid.reason()));
            case Outcome.Refused refused -> Future.succeededFuture(Envelope.refused(409, refused.reason()));
            case Outcome.Stale stale -> Future.succeededFuture(Envelope.refused(409, "It has changed meanwhile"));
        };
    }

    private static Envelope missing(String name) {
        return Envelope.refused(404, "Heartbeat with name [" + name + "] not found");
    }
}
