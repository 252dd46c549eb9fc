package dev.belfry.ingest.intake;

import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.ingest.key.RoutingKeys;
import dev.belfry.ingest.source.DryRun;
import dev.belfry.ingest.source.GenericJson;
import dev.belfry.ingest.source.Minting;
import dev.belfry.ingest.source.Refusal;
import dev.belfry.ingest.source.Source;
import dev.belfry.platform.id.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;

/** Lets the holder of a key try a mapping, without anything becoming of it. */
public final class DryRunRoutes {
    private final RoutingKeys keys;
    private final DoorRoutes door;
    private final Ids ids;
    private final InstantSource clock;
    private final Source generic = new GenericJson();

    public DryRunRoutes(RoutingKeys keys, DoorRoutes door, Ids ids, InstantSource clock) {
        this.keys = keys;
        this.door = door;
        this.ids = ids;
        this.clock = clock;
    }

    public void mount(Router router) {
        router.post("/v1/webhooks/generic/:key/dry-run")
                .handler(
                        context -> door.read(context, refusal -> refuse(context, refusal), body -> run(context, body)));
    }

    private void run(RoutingContext context, Buffer body) {
        var key = String.valueOf(context.pathParam("key"));
        door.known(
                context,
                key,
                () -> keys.find(key),
                integration -> run(context, integration, body),
                () -> refuse(context, new Refusal.UnknownKey()));
    }

    private void run(RoutingContext context, IntegrationEntry integration, Buffer body) {
        var minting = new Minting(ids::next, clock.instant());
        // Compiling what somebody tries, and running it to its bounds, is nothing an event loop should wait for.
        context.vertx()
                .executeBlocking(() -> DryRun.answer(body.getBytes(), integration.mapping(), minting), false)
                .onSuccess(answer -> door.answer(context, answer))
                .onFailure(context::fail);
    }

    private void refuse(RoutingContext context, Refusal refusal) {
        door.refused(context, "dry_run", refusal);
        door.answer(context, generic.refused(refusal));
    }
}
