package dev.belfry.incident.compat.opsgenie;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.incident.catalog.recent.RecentRequest;
import dev.belfry.incident.catalog.recent.RequestStore;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Takes in alerts and what Opsgenie's clients ask of them; a run holds only one of both. */
public final class OpsgenieConsumer implements EventHandler {
    private final OpsgenieCommands commands;
    private final RequestStore recent;

    public OpsgenieConsumer(OpsgenieCommands commands, RequestStore recent) {
        this.commands = commands;
        this.recent = recent;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> run) {
        if (run.getFirst().type().equals(AlertCommand.TYPE)) {
            var asked = run.stream().map(OpsgenieConsumer::command).toList();
            return commands.carryOut(tx, asked)
                    .compose(done -> recent.keep(tx, asked, AlertCommand::integrationId, RecentRequest::of));
        }
        var requests = run.stream()
                .flatMap(event -> event.as(AlertBatch.class).requests().stream()
                        .map(request -> request.receivedAt(event.byTheLog(request.receivedAt()))))
                .toList();
        return commands.take(tx, requests)
                .compose(done -> recent.keep(tx, requests, AcceptedRequest::integrationId, RecentRequest::of));
    }

    private static AlertCommand command(Event event) {
        var command = event.as(AlertCommand.class);
        return command.receivedAt(event.byTheLog(command.receivedAt()));
    }
}
