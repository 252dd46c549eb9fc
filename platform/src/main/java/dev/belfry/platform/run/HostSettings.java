package dev.belfry.platform.run;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings every service has.
 *
 * @param bind the address to listen on; loopback unless told otherwise
 * @param httpPort 0 takes a free port
 * @param databaseUrl {@code postgresql://user:password@host:port/database}; null for a service without a database
 * @param consoleUrl where people reach the console: the links in messages start with it
 * @param links what the console's navigation offers admins beside its own pages, by the names shown
 * @param createTopics create missing topics at start; off where topics are declared
 * @param migrate bring the schema up to date at start; off where a job does it
 * @param eventLoops how many threads answer requests; by default half of the processors, since the clients of Kafka and
 *     PostgreSQL, the collector and the kernel need as much
 * @param inboxes where the other services take records while Kafka is away, by their names; empty: there is no such way
 * @param internalSecret what services show each other there; null: this one takes nothing that way
 * @param reposition go back to the beginning of topics that end before this service's position, once
 * @param republish publish again what the compacted topics hold of this service, once
 * @param drain how long to stay up, not ready, before stopping, so that load balancers look elsewhere
 */
public record HostSettings(
        String name,
        String bind,
        int httpPort,
        int managementPort,
        @Nullable String databaseUrl,
        int poolSize,
        String kafkaBootstrap,
        URI consoleUrl,
        Map<String, String> links,
        boolean createTopics,
        boolean migrate,
        int eventLoops,
        Map<String, URI> inboxes,
        @Nullable String internalSecret,
        boolean reposition,
        boolean republish,
        Duration drain) {
    private static final int LEAST_SECRET = 32;

    public static HostSettings from(
            Environment env, String name, int defaultHttpPort, int defaultManagementPort, boolean needsDatabase) {
        String databaseUrl = needsDatabase ? databaseUrl(env) : null;
        return new HostSettings(
                name,
                env.text("BELFRY_BIND", "127.0.0.1"),
                env.number("BELFRY_HTTP_PORT", defaultHttpPort, 0, 65_535),
                env.number("BELFRY_MANAGEMENT_PORT", defaultManagementPort, 0, 65_535),
                databaseUrl,
                needsDatabase ? env.number("BELFRY_DATABASE_POOL", 10, 2, 200) : 0,
                env.text("BELFRY_KAFKA_BOOTSTRAP", "127.0.0.1:9092"),
                env.uri("BELFRY_CONSOLE_URL", URI.create("http://127.0.0.1:8080")),
                env.links("BELFRY_CONSOLE_LINKS"),
                env.flag("BELFRY_CREATE_TOPICS", true),
                needsDatabase && env.flag("BELFRY_MIGRATE", true),
                env.number(
                        "BELFRY_EVENT_LOOPS", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), 1, 64),
                env.addresses("BELFRY_INBOXES"),
                internalSecret(env),
                env.flag("BELFRY_REPOSITION", false),
                env.flag("BELFRY_REPUBLISH", false),
                env.duration("BELFRY_DRAIN", Duration.ZERO));
    }

    /** Settings for a test: free ports on loopback. */
    public static HostSettings forTests(String name, @Nullable String databaseUrl, String kafkaBootstrap) {
        return new HostSettings(
                name,
                "127.0.0.1",
                0,
                0,
                databaseUrl,
                8,
                kafkaBootstrap,
                URI.create("http://127.0.0.1:8080"),
                Map.of(),
                true,
                databaseUrl != null,
                1,
                Map.of(),
                null,
                false,
                false,
                Duration.ZERO);
    }

    /** The same with a way past Kafka. */
    public HostSettings withInboxes(Map<String, URI> inboxes, String internalSecret) {
        return with(consoleUrl, inboxes, internalSecret, reposition, republish);
    }

    /** The same, and going back to the beginning of topics that end before the position. */
    public HostSettings repositioning() {
        return with(consoleUrl, inboxes, internalSecret, true, republish);
    }

    /** The same, and publishing again what compacted topics hold. */
    public HostSettings republishing() {
        return with(consoleUrl, inboxes, internalSecret, reposition, true);
    }

    /** The same, and the console under another address. */
    public HostSettings reachedAt(URI console) {
        return with(console, inboxes, internalSecret, reposition, republish);
    }

    private HostSettings with(
            URI console,
            Map<String, URI> inboxes,
            @Nullable String internalSecret,
            boolean reposition,
            boolean republish) {
        return new HostSettings(
                name,
                bind,
                httpPort,
                managementPort,
                databaseUrl,
                poolSize,
                kafkaBootstrap,
                console,
                links,
                createTopics,
                migrate,
                eventLoops,
                inboxes,
                internalSecret,
                reposition,
                republish,
                drain);
    }

    private static @Nullable String internalSecret(Environment env) {
        var secret = env.secret("BELFRY_INTERNAL_SECRET");
        if (secret != null && secret.length() < LEAST_SECRET) {
            env.problem("BELFRY_INTERNAL_SECRET is too short (expected: at least " + LEAST_SECRET + " characters)");
        }
        return secret;
    }

    private static String databaseUrl(Environment env) {
        var url = env.secret("BELFRY_DATABASE_URL");
        if (url == null) {
            env.problem("BELFRY_DATABASE_URL is not set (expected: postgresql://user:password@host:port/database)");
            return "";
        }
        if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
            env.problem("BELFRY_DATABASE_URL does not start with postgresql:// (its value is secret and not shown)");
        }
        return url;
    }
}
