package dev.belfry.incident.signal.heartbeat;

import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.heartbeat.IntakeTick;
import dev.belfry.incident.catalog.recent.RecentRequest;
import dev.belfry.incident.catalog.recent.RequestStore;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Hears pings, and the ticks by which their absence is measured, in the order of the log. */
public final class HeartbeatConsumer implements EventHandler {
    private final HeartbeatCommands commands;
    private final RequestStore recent;

    public HeartbeatConsumer(HeartbeatCommands commands, RequestStore recent) {
        this.commands = commands;
        this.recent = recent;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        Future<Void> done = Future.succeededFuture();
        var pings = new ArrayList<HeartbeatPing>();
        for (var event : batch) {
            if (event.type().equals(HeartbeatPing.TYPE)) {
                pings.add(event.as(HeartbeatPing.class));
            } else if (event.type().equals(IntakeTick.TYPE)) {
                var tick = event.as(IntakeTick.class);
                done = after(done, tx, pings).compose(heard -> commands.tick(tx, event.partition(), tick.at()));
            }
        }
        return after(done, tx, pings);
    }

    /** The pings so far, as one step. */
    private Future<Void> after(Future<Void> done, Tx tx, List<HeartbeatPing> pings) {
        if (pings.isEmpty()) {
            return done;
        }
        var heard = List.copyOf(pings);
        pings.clear();
        var named = heard.stream().filter(ping -> ping.integrationId() != null).toList();
        return done.compose(next -> commands.pinged(tx, heard))
                .compose(next -> recent.keep(tx, named, HeartbeatPing::integrationId, RecentRequest::of));
    }
}
