package dev.belfry.platform.events;

import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.util.List;

/** Applies a batch of one partition, in order, in the transaction that also moves the position. */
@FunctionalInterface
public interface EventHandler {
    Future<Void> handle(Tx tx, List<Event> batch);
}
