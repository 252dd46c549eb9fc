package dev.belfry.incident.compat.opsgenie;

import dev.belfry.contracts.alert.AlertVerb;
import dev.belfry.contracts.incident.RequestedParty;

/**
 * Others are to have an alert: what Opsgenie's clients call escalate, assign, add a team and add a responder.
 *
 * @param words what was asked for
 * @param status what Opsgenie answers when it is done
 * @param owns whether they become the alert's owner
 */
record Handover(String words, String status, RequestedParty party, boolean owns) {
    static Handover of(AlertVerb verb, String named) {
        return switch (verb) {
            case ESCALATE -> new Handover("escalate to " + named, "Escalated alert", RequestedParty.POLICY, true);
            case ASSIGN -> new Handover("assign to " + named, "Assigned alert", RequestedParty.USER, true);
            case ADD_TEAM -> new Handover("add the team " + named, "Team added to alert", RequestedParty.TEAM, false);
            default -> new Handover("add " + named, "Responder added to alert", RequestedParty.ANY, false);
        };
    }
}
