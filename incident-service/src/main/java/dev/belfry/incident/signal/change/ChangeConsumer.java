package dev.belfry.incident.signal.change;

import dev.belfry.contracts.change.Change;
import dev.belfry.incident.catalog.recent.RecentRequest;
import dev.belfry.incident.catalog.recent.RequestStore;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Keeps what senders tell of changes. */
public final class ChangeConsumer implements EventHandler {
    private final ChangeStore store;
    private final RequestStore recent;

    public ChangeConsumer(ChangeStore store, RequestStore recent) {
        this.store = store;
        this.recent = recent;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var changes = batch.stream().map(event -> event.as(Change.class)).toList();
        return store.add(tx, changes)
                .compose(added -> recent.keep(tx, changes, Change::integrationId, RecentRequest::of));
    }
}
