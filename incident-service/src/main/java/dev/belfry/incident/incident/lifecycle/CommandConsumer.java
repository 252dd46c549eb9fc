package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.incident.incident.timeline.Entry;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Carries out what other services ask of incidents: each command once, however often it arrives. */
public final class CommandConsumer implements EventHandler {
    private final IncidentStore store;
    private final IncidentCommands commands;
    private final TimelineStore timeline;

    public CommandConsumer(IncidentStore store, IncidentCommands commands, TimelineStore timeline) {
        this.store = store;
        this.commands = commands;
        this.timeline = timeline;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var asked = batch.stream()
                .filter(event -> event.type().equals(IncidentCommand.TYPE))
                .map(event -> event.as(IncidentCommand.class))
                .toList();
        if (asked.isEmpty()) {
            return Future.succeededFuture();
        }
        var acts = asked.stream().map(IncidentCommand::incidentId).distinct().toList();
        // All locks at once and in order of ids, so that two batches cannot wait for each other.
        return store.lock(tx, acts)
                .compose(locked -> store.takeCommands(
                        tx,
                        asked.stream().map(IncidentCommand::commandId).toList(),
                        asked.stream().map(IncidentCommand::incidentId).toList(),
                        asked.stream()
                                .map(command -> command.verb().name().toLowerCase(Locale.ROOT))
                                .toList(),
                        asked.stream().map(IncidentCommand::at).toList()))
                .compose(fresh -> {
                    var once = new HashSet<>(fresh);
                    var todo = asked.stream()
                            .filter(command -> once.remove(command.commandId()))
                            .toList();
                    return carryOut(tx, todo);
                });
    }

    private Future<Void> carryOut(Tx tx, List<IncidentCommand> todo) {
        Future<Void> done = Future.succeededFuture();
        for (var command : todo) {
            done = done.compose(next -> act(tx, command));
        }
        return done;
    }

    private Future<Void> act(Tx tx, IncidentCommand asked) {
        Command command = asked.verb() == CommandVerb.ACKNOWLEDGE
                ? new Command.Acknowledge(asked.cycle())
                : new Command.Resolve();
        return commands.act(tx, asked.incidentId(), List.of(command), asked.by().via(asked.via()), null)
                .compose(answer -> answer instanceof Answer.Decided decided
                                && decided.decision() instanceof Decision.Refused refused
                        ? timeline.add(tx, List.of(refusal(asked, refused)))
                        : Future.succeededFuture());
    }

    private static Entry refusal(IncidentCommand asked, Decision.Refused refused) {
        var verb = asked.verb() == CommandVerb.ACKNOWLEDGE ? "Acknowledge" : "Resolve";
        var text = verb + " by " + asked.by().name() + " was refused: " + refused.reason();
        return new Entry(
                asked.incidentId(), 0, asked.at(), "refused", asked.by().via(asked.via()), text, Map.of());
    }
}
