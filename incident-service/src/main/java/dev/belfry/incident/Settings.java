package dev.belfry.incident;

import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.HostSettings;
import java.net.URI;

/**
 * The settings of the incident service.
 *
 * @param ingestUrl where senders reach alert-ingest: the snippets people paste start with it
 * @param ingestInternalUrl where this service reaches it
 */
public record Settings(HostSettings host, URI ingestUrl, URI ingestInternalUrl) {
    public static final String NAME = "incident-service";

    /** Reads them; problems are remembered by the environment. */
    public static Settings from(Environment environment) {
        var ingestUrl = environment.uri("BELFRY_INGEST_URL", URI.create("http://127.0.0.1:8081"));
        return new Settings(hostFrom(environment), ingestUrl, environment.uri("BELFRY_INGEST_INTERNAL_URL", ingestUrl));
    }

    static HostSettings hostFrom(Environment environment) {
        return HostSettings.from(environment, NAME, 8082, 8092, true);
    }
}
