package dev.belfry.incident.change;

import dev.belfry.contracts.change.Change;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Keeps what senders tell of changes. */
public final class ChangeConsumer implements EventHandler {
    private final ChangeStore store;

    public ChangeConsumer(ChangeStore store) {
        this.store = store;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        return store.add(tx, batch.stream().map(event -> event.as(Change.class)).toList());
    }
}
