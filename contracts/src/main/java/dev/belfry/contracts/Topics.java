package dev.belfry.contracts;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every topic of the event log with the settings it is created with. */
public final class Topics {
    private static final int PARTITIONS = 6;

    /** Key: service. Accepted alerts, a record may carry many. */
    public static final Topic ALERTS = Topic.deleting("alerts.v1", PARTITIONS, Duration.ofDays(7));
    /** Key: incident. What happened, with the full state after it. */
    public static final Topic INCIDENTS = Topic.deleting("incidents.v1", PARTITIONS, Duration.ofDays(30));
    /** Key: incident. Acknowledge or resolve. */
    public static final Topic COMMANDS = Topic.deleting("commands.v1", PARTITIONS, Duration.ofDays(7));
    /** Key: incident. What escalations did: facts, without words. */
    public static final Topic ESCALATIONS = Topic.deleting("escalations.v1", PARTITIONS, Duration.ofDays(30));
    /** Key: incident. On-call is asked to page more people or to climb another policy, the status page to post something. */
    public static final Topic REQUESTS = Topic.deleting("requests.v1", PARTITIONS, Duration.ofDays(7));
    /** Key: user. One person to be paged. */
    public static final Topic PAGES = Topic.deleting("pages.v1", PARTITIONS, Duration.ofDays(3));
    /** Key: incident. What became of a page, and of what was to be posted for customers. */
    public static final Topic DELIVERIES = Topic.deleting("deliveries.v1", PARTITIONS, Duration.ofDays(7));
    /** Key: user. One person to be told something that is no page. */
    public static final Topic NOTICES = Topic.deleting("notices.v1", PARTITIONS, Duration.ofDays(3));
    /** Key: integration. Which routing key leads where. */
    public static final Topic INTEGRATIONS = Topic.compacted("integrations.v1");
    /** Key: kind and id. People, tokens, signing keys, escalation policies, status pages, who can be reached. */
    public static final Topic DIRECTORY = Topic.compacted("directory.v1");
    /** Key: origin topic and partition. Records nobody could process. */
    public static final Topic PARKING = Topic.deleting("parking.v1", 1, Duration.ofDays(30));

    public static final List<Topic> ALL = List.of(
            ALERTS,
            INCIDENTS,
            COMMANDS,
            ESCALATIONS,
            REQUESTS,
            PAGES,
            NOTICES,
            DELIVERIES,
            INTEGRATIONS,
            DIRECTORY,
            PARKING);

    /**
     * The services that get the records of a topic over HTTP while Kafka is away, by topic: what keeps escalations,
     * acknowledges and pages going.
     */
    public static final Map<String, List<String>> HANDED_OVER = Map.of(
            INCIDENTS.name(), List.of("oncall-service", "notifier", "status-page"),
            PAGES.name(), List.of("notifier"),
            COMMANDS.name(), List.of("incident-service"),
            ESCALATIONS.name(), List.of("incident-service"),
            REQUESTS.name(), List.of("oncall-service"),
            DELIVERIES.name(), List.of("oncall-service", "incident-service"));

    private Topics() {}

    /** A topic: its name, how many partitions, and whether it keeps the last record of each key or all for a time. */
    public record Topic(String name, int partitions, boolean compacted, Duration retention) {
        static Topic deleting(String name, int partitions, Duration retention) {
            return new Topic(name, partitions, false, retention);
        }

        /** Compacted topics are read whole by every replica, so one partition keeps their order total. */
        static Topic compacted(String name) {
            return new Topic(name, 1, true, Duration.ofDays(1));
        }
    }
}
