package dev.belfry.incident.signal.heartbeat;

/**
 * What somebody typed into the form of a new heartbeat and what is wrong with it; nothing typed is ever lost.
 *
 * @param error empty when nothing is wrong
 */
public record HeartbeatForm(
        String service,
        String name,
        String period,
        String schedule,
        String timezone,
        String grace,
        String priority,
        String error) {
    static final HeartbeatForm EMPTY = new HeartbeatForm("", "", "PT1H", "", "UTC", "PT5M", "", "");

    HeartbeatForm with(String wrong) {
        return new HeartbeatForm(service, name, period, schedule, timezone, grace, priority, wrong);
    }
}
