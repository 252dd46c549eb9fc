package dev.belfry.incident.opsgenie;

import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Takes in alerts and what Opsgenie's clients ask of them; a run holds only one of both. */
public final class OpsgenieConsumer implements EventHandler {
    private final OpsgenieCommands commands;

    public OpsgenieConsumer(OpsgenieCommands commands) {
        this.commands = commands;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> run) {
        if (run.getFirst().type().equals(AlertCommand.TYPE)) {
            return commands.carryOut(
                    tx, run.stream().map(event -> event.as(AlertCommand.class)).toList());
        }
        return commands.take(
                tx,
                run.stream()
                        .flatMap(event -> event.as(AlertBatch.class).requests().stream())
                        .toList());
    }
}
