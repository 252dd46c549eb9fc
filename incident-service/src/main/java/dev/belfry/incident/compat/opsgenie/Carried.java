package dev.belfry.incident.compat.opsgenie;

import dev.belfry.contracts.alert.AlertVerb;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request of an Opsgenie client.
 *
 * @param id the request
 * @param action Opsgenie's word for what was asked
 * @param named whom it asks for; null when it asks for nobody
 * @param status in words; clients look for "There is no open alert" and "Alert is already" when it was no success
 */
record Carried(
        UUID id,
        UUID integrationId,
        UUID serviceId,
        String action,
        boolean success,
        String status,
        @Nullable UUID alertId,
        String alias,
        @Nullable String named,
        Instant processedAt) {

    /** Opsgenie's words for what was asked. */
    static String action(AlertVerb verb) {
        return switch (verb) {
            case ACKNOWLEDGE -> "Acknowledge";
            case UNACKNOWLEDGE -> "UnAcknowledge";
            case CLOSE -> "Close";
            case DELETE -> "Delete";
            case SNOOZE -> "Snooze";
            case ESCALATE -> "Escalate";
            case ASSIGN -> "Assign";
            case ADD_TEAM -> "AddTeam";
            case ADD_RESPONDER -> "AddResponder";
            case ADD_NOTE -> "AddNote";
            case ADD_TAGS -> "AddTags";
            case REMOVE_TAGS -> "RemoveTags";
            case ADD_DETAILS -> "AddDetails";
            case REMOVE_DETAILS -> "RemoveDetails";
            case CHANGE_PRIORITY -> "UpdatePriority";
            case CHANGE_MESSAGE -> "UpdateMessage";
            case CHANGE_DESCRIPTION -> "UpdateDescription";
            case RUN_ACTION -> "ExecuteCustomAction";
        };
    }
}
