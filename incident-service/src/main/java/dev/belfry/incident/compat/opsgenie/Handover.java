package dev.belfry.incident.compat.opsgenie;

import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.contracts.alert.AlertVerb;
import dev.belfry.incident.catalog.directory.Directory;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Others are to have an alert: what Opsgenie's clients call escalate, assign, add a team and add a responder.
 *
 * @param words what was asked for
 * @param status what Opsgenie answers when it is done
 * @param owns whether they become the alert's owner
 */
record Handover(String words, String status, Responder responder, boolean owns) {
    static final Set<AlertVerb> ASKS =
            EnumSet.of(AlertVerb.ESCALATE, AlertVerb.ASSIGN, AlertVerb.ADD_TEAM, AlertVerb.ADD_RESPONDER);

    static Handover of(AlertCommand command, String named) {
        return switch (command.verb()) {
            case ESCALATE ->
                new Handover("escalate to " + named, "Escalated alert", Responder.of("escalation", named), true);
            case ASSIGN -> new Handover("assign to " + named, "Assigned alert", Responder.of("user", named), true);
            case ADD_TEAM ->
                new Handover("add the team " + named, "Team added to alert", Responder.of("team", named), false);
            default -> {
                var type = Objects.requireNonNullElse(command.details(), Map.<String, String>of())
                        .getOrDefault("type", "");
                yield new Handover("add " + named, "Responder added to alert", Responder.of(type, named), false);
            }
        };
    }

    /** Whether the directory says that nobody has the name. It knows no address, so whoever has one may exist. */
    boolean isUnknown(String named, Directory directory) {
        return switch (responder.type()) {
            case "escalation" -> !directory.hasPolicyCalled(named);
            case "user" -> named.indexOf('@') < 0 && !directory.hasUserCalled(named);
            default -> false;
        };
    }

    /** What kind of thing the name should be of. */
    String what() {
        return responder.type().equals("escalation") ? "escalation policy called" : "user called";
    }
}
