package dev.belfry.incident.compat.opsgenie;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.timeline.CallIn;
import dev.belfry.incident.incident.timeline.Entry;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps what a create says beside its alert, when it began one: its note, its actions, and whom it asks for. */
final class CreatedCommands {
    private static final int LONGEST_NOTE = 10_000;
    private static final int LONGEST_NAME = 100;

    private final IncidentCommands incidents;
    private final TimelineStore timeline;
    private final CatalogStore catalog;
    private final OpsgenieStore store;
    private final SentStore sent;

    CreatedCommands(
            IncidentCommands incidents,
            TimelineStore timeline,
            CatalogStore catalog,
            OpsgenieStore store,
            SentStore sent) {
        this.incidents = incidents;
        this.timeline = timeline;
        this.catalog = catalog;
        this.store = store;
        this.sent = sent;
    }

    /** An alert that a request has begun. */
    record Begun(
            AcceptedRequest request, UUID alert, @Nullable UUID incident, int cycle, Created created) {}

    Future<Void> keep(Tx tx, List<Begun> begun) {
        if (begun.isEmpty()) {
            return Future.succeededFuture();
        }
        var doors = begun.stream()
                .map(one -> one.request().integrationId())
                .distinct()
                .toList();
        return sent.add(
                        tx,
                        begun.stream()
                                .map(one -> new SentStore.Sent(
                                        one.alert(), one.request().id(), one.created()))
                                .toList())
                .compose(kept -> catalog.integrationNames(tx, doors))
                .compose(names -> {
                    var by = new HashMap<UUID, Actor>();
                    begun.forEach(one -> by.put(one.alert(), by(one, names)));
                    begun.forEach(one -> call(tx, one, by.get(one.alert())));
                    return timeline.add(tx, called(begun, by)).compose(told -> note(tx, begun, by));
                });
    }

    private static Actor by(Begun one, Map<UUID, String> names) {
        var user = one.created().user();
        var name = user.isEmpty() ? names.get(one.request().integrationId()) : start(user, LONGEST_NAME);
        return name == null ? Actor.SENDER : new Actor("sender", null, name);
    }

    private static void call(Tx tx, Begun one, @Nullable Actor by) {
        var incident = one.incident();
        if (incident == null || by == null) {
            return;
        }
        int place = 0;
        for (var responder : one.created().responders()) {
            var id = Ids.derived("escalation-request", one.request().id(), place++);
            tx.emit(CallIn.of(new EscalationRequest(
                    id, incident, one.cycle(), by, one.request().receivedAt(), responder.party(), responder.named())));
        }
    }

    private static List<Entry> called(List<Begun> begun, Map<UUID, Actor> by) {
        var lines = new ArrayList<Entry>();
        for (var one : begun) {
            var incident = one.incident();
            var actor = by.get(one.alert());
            if (incident != null && actor != null && !one.created().responders().isEmpty()) {
                var names = one.created().responders().stream()
                        .map(Responder::named)
                        .collect(Collectors.joining(", "));
                lines.add(line(incident, one.request().receivedAt(), actor, "asked for " + names + ".", one.alert()));
            }
        }
        return lines;
    }

    private static Entry line(UUID incident, Instant at, Actor by, String text, UUID alert) {
        return new Entry(incident, 0, at, "sender", by, by.name() + " " + text, Map.of("alert", alert.toString()));
    }

    private Future<Void> note(Tx tx, List<Begun> begun, Map<UUID, Actor> by) {
        var lines = new ArrayList<LogLine>();
        Future<Void> done = Future.succeededFuture();
        for (var one : begun) {
            var note = start(one.created().note(), LONGEST_NOTE);
            var actor = by.get(one.alert());
            if (note.isBlank() || actor == null) {
                continue;
            }
            lines.add(new LogLine(0, one.alert(), one.request().receivedAt(), "note", actor.name(), note));
            var incident = one.incident();
            if (incident != null) {
                done = done.compose(before -> incidents
                        .act(tx, incident, List.of(new Command.AddNote(note)), actor, null)
                        .mapEmpty());
            }
        }
        return done.compose(noted -> store.log(tx, lines));
    }

    private static String start(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
