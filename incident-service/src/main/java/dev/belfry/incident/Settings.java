package dev.belfry.incident;

import dev.belfry.incident.incident.draft.Endpoint;
import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.HostSettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the incident service.
 *
 * @param ingestUrl where senders reach alert-ingest: the snippets people paste start with it
 * @param ingestInternalUrl where this service reaches it
 * @param keepBodies how long the first and the last body of an alert are kept
 * @param keepIncidents how long resolved alerts and incidents are kept; null: for ever
 * @param drafting the model that drafts texts; null: no button offers it
 */
public record Settings(
        HostSettings host,
        URI ingestUrl,
        URI ingestInternalUrl,
        Duration keepBodies,
        @Nullable Duration keepIncidents,
        @Nullable Endpoint drafting) {
    public static final String NAME = "incident-service";

    /** Reads them; problems are remembered by the environment. */
    public static Settings from(Environment environment) {
        var ingestUrl = environment.uri("BELFRY_INGEST_URL", URI.create("http://127.0.0.1:8081"));
        return new Settings(
                hostFrom(environment),
                ingestUrl,
                environment.uri("BELFRY_INGEST_INTERNAL_URL", ingestUrl),
                atLeastADay(environment, "BELFRY_BODIES_KEPT", Duration.ofDays(30)),
                environment.text("BELFRY_INCIDENTS_KEPT", "").isEmpty()
                        ? null
                        : atLeastADay(environment, "BELFRY_INCIDENTS_KEPT", Duration.ofDays(400)),
                drafting(environment));
    }

    private static @Nullable Endpoint drafting(Environment environment) {
        var url = environment.text("BELFRY_DRAFT_URL", "");
        var model = environment.text("BELFRY_DRAFT_MODEL", "");
        var key = environment.secret("BELFRY_DRAFT_KEY");
        if (url.isEmpty()) {
            return null;
        }
        if (model.isEmpty()) {
            environment.problem("BELFRY_DRAFT_MODEL: missing (expected: the name of a model of " + url + ")");
        }
        return new Endpoint(environment.uri("BELFRY_DRAFT_URL", URI.create("http://127.0.0.1")), model, key);
    }

    private static Duration atLeastADay(Environment environment, String name, Duration fallback) {
        var kept = environment.duration(name, fallback);
        if (kept.compareTo(Duration.ofDays(1)) < 0) {
            environment.problem(name + ": " + kept + " (expected: at least P1D)");
        }
        return kept;
    }

    static HostSettings hostFrom(Environment environment) {
        return HostSettings.from(environment, NAME, 8082, 8092, true);
    }
}
