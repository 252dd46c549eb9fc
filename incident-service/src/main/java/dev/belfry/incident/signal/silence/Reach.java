package dev.belfry.incident.signal.silence;

/**
 * What a silence matched at the moment it was made.
 *
 * @param openAlerts how many open alerts meet its conditions
 */
public record Reach(int openAlerts) {

    /** In words, for the person who made it. */
    public String note() {
        return switch (openAlerts) {
            case 0 ->
                "No open alert matches this silence now. If you expected one, check the conditions; alerts that begin later are held back if they match.";
            case 1 ->
                "1 open alert matches this silence now. If it has an incident, that goes on: acknowledge or snooze it.";
            default ->
                openAlerts
                        + " open alerts match this silence now. Their incidents, if they have any, go on: acknowledge or snooze them.";
        };
    }
}
