package dev.belfry.incident.incident.acknowledgement;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.contracts.incident.RequestedParty;
import dev.belfry.incident.incident.lifecycle.Answer;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.Decision;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.timeline.CallIn;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Has incidents paged again that somebody has acknowledged and forgotten. */
public final class AcknowledgeCommands {
    private final Database database;
    private final IncidentStore incidents;
    private final IncidentCommands commands;
    private final AcknowledgeStore store;
    private final InstantSource clock;

    public AcknowledgeCommands(
            Database database,
            IncidentStore incidents,
            IncidentCommands commands,
            AcknowledgeStore store,
            InstantSource clock) {
        this.database = database;
        this.incidents = incidents;
        this.commands = commands;
        this.store = store;
        this.clock = clock;
    }

    /** What somebody did in the meantime counts: under the lock it is looked at again. */
    Future<Void> letGo(UUID incident) {
        return database.transact(tx -> incidents.lock(tx, List.of(incident)).compose(found -> {
            var now = clock.instant();
            return store.of(tx, incident)
                    .compose(lasting -> found.isEmpty()
                                    || lasting.isEmpty()
                                    || lasting.get().ends().isAfter(now)
                            ? Future.succeededFuture()
                            : letGo(
                                    tx,
                                    found.getFirst().incident(),
                                    lasting.get().since(),
                                    now));
        }));
    }

    private Future<Void> letGo(Tx tx, Incident before, Instant since, Instant now) {
        return commands.act(tx, before.id(), List.of(new Command.LetGo(since)), Actor.SYSTEM, null)
                .map(answer -> {
                    if (answer instanceof Answer.Decided decided
                            && decided.decision() instanceof Decision.Moved moved) {
                        engaged(before).forEach(person -> tx.emit(callIn(moved.after(), person, now)));
                    }
                    return null;
                });
    }

    /** Who had it, and whom it was given to. */
    private static Set<UUID> engaged(Incident before) {
        var engaged = new LinkedHashSet<UUID>();
        if (before.acknowledgedBy() != null) {
            engaged.add(before.acknowledgedBy());
        }
        if (before.assignee() != null) {
            engaged.add(before.assignee().id());
        }
        return engaged;
    }

    /** They are paged beside whoever is on call now. */
    private static Message callIn(Incident incident, UUID person, Instant now) {
        var id = Ids.derived("acknowledge-let-go", incident.id(), incident.cycle(), person);
        return CallIn.of(new EscalationRequest(
                id, incident.id(), incident.cycle(), Actor.SYSTEM, now, RequestedParty.USER, person.toString()));
    }
}
