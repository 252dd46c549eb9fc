package dev.belfry.incident.incident.timeline;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.ResponseFact;
import dev.belfry.platform.database.Message;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Something people did about an incident that leaves its own state as it is: a line of its timeline, and a fact for others.
 *
 * @param id of the fact
 * @param kind what sort of line it is: {@code role_assigned}, {@code task_done}, {@code update_sent}, …
 */
public record Deed(
        UUID id,
        UUID incidentId,
        long number,
        String kind,
        Instant at,
        Actor by,
        String text,
        Map<String, String> data) {

    Entry entry() {
        return new Entry(incidentId, 0, at, kind, by, text, data);
    }

    Message message() {
        var incident = incidentId.toString();
        return new Message(
                id,
                Topics.INCIDENTS.name(),
                incident,
                ResponseFact.TYPE,
                incident,
                new ResponseFact(incidentId, number, kind, at, by, text));
    }
}
