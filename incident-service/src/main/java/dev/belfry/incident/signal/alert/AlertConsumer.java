package dev.belfry.incident.signal.alert;

import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes in what alert-ingest has accepted. A batch is split into runs of one type, so that many records are taken in
 * together and yet in the order in which they were accepted; types that nobody here knows pass by.
 */
public final class AlertConsumer implements EventHandler {
    private final Map<String, EventHandler> handlers = new LinkedHashMap<>();

    /** Hands runs of that type to the handler. */
    public AlertConsumer on(String type, EventHandler handler) {
        handlers.put(type, handler);
        return this;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        Future<Void> done = Future.succeededFuture();
        for (var run : runs(batch)) {
            var handler = handlers.get(run.getFirst().type());
            if (handler != null) {
                done = done.compose(before -> handler.handle(tx, run));
            }
        }
        return done;
    }

    /** What nobody knows does not part a run. */
    private List<List<Event>> runs(List<Event> batch) {
        var runs = new ArrayList<List<Event>>();
        for (var event : batch) {
            if (!handlers.containsKey(event.type())) {
                continue;
            }
            if (runs.isEmpty() || !runs.getLast().getFirst().type().equals(event.type())) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(event);
        }
        return runs;
    }
}
