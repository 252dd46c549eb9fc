package dev.belfry.incident.alert;

import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Takes in what alert-ingest has accepted. */
public final class AlertConsumer implements EventHandler {
    private final AlertCommands commands;

    public AlertConsumer(AlertCommands commands) {
        this.commands = commands;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var requests = batch.stream()
                .filter(event -> event.type().equals(AlertBatch.TYPE))
                .flatMap(event -> event.as(AlertBatch.class).requests().stream())
                .toList();
        return commands.take(tx, requests);
    }
}
