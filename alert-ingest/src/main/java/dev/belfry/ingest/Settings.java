package dev.belfry.ingest;

import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.HostSettings;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings of alert-ingest.
 *
 * @param maxInFlightBytes how many bytes of requests may wait for the broker before they go to the spool, or senders are
 *     asked to come back
 * @param maxLargeBytes how many bytes of bodies over 512 KiB may be in memory at once
 * @param spool where what is accepted is kept while the broker is away; null refuses it then
 * @param maxSpoolBytes how much may be kept there
 * @param perSecond how many requests a second an integration has before its repeats are gathered, unless it says otherwise
 * @param stormBound how many different alerts a minute a service has before the others are told as a storm
 * @param incidentUrl where incident-service answers what senders ask about alerts, silences and heartbeats
 * @param smtpPort where mail comes in; 0 for nowhere
 * @param smtpDomain whose addresses are taken; empty for any
 */
public record Settings(
        HostSettings host,
        long maxInFlightBytes,
        long maxLargeBytes,
        @Nullable Path spool,
        long maxSpoolBytes,
        int perSecond,
        int stormBound,
        URI incidentUrl,
        int smtpPort,
        String smtpDomain) {
    static final int DEFAULT_IN_FLIGHT_MIB = 32;
    static final int DEFAULT_LARGE_MIB = 32;
    static final int DEFAULT_SPOOL_MIB = 512;
    static final int DEFAULT_PER_SECOND = 100;
    static final int DEFAULT_STORM_BOUND = 5_000;
    private static final long MIB = 1024 * 1024;

    /** Settings for a test: no spool, and no flood but what the test itself makes. */
    public static Settings forTests(HostSettings host) {
        return new Settings(
                host,
                DEFAULT_IN_FLIGHT_MIB * MIB,
                DEFAULT_LARGE_MIB * MIB,
                null,
                0,
                1_000_000,
                1_000_000,
                URI.create("http://127.0.0.1:1"),
                0,
                "");
    }

    public static Settings from(Environment environment) {
        var host = host(environment);
        int inFlight = environment.number("BELFRY_INGEST_IN_FLIGHT_MIB", DEFAULT_IN_FLIGHT_MIB, 1, 1_024);
        int large = environment.number("BELFRY_INGEST_LARGE_MIB", DEFAULT_LARGE_MIB, 16, 1_024);
        var spool = environment.text("BELFRY_INGEST_SPOOL", "");
        int spooled = environment.number("BELFRY_INGEST_SPOOL_MIB", DEFAULT_SPOOL_MIB, 16, 65_536);
        int perSecond = environment.number("BELFRY_INGEST_PER_SECOND", DEFAULT_PER_SECOND, 1, 1_000_000);
        int stormBound = environment.number("BELFRY_INGEST_STORM_ALERTS", DEFAULT_STORM_BOUND, 100, 1_000_000);
        var incidentUrl = environment.uri("BELFRY_INCIDENT_URL", URI.create("http://127.0.0.1:8082"));
        int smtpPort = environment.number("BELFRY_INGEST_SMTP_PORT", 0, 0, 65_535);
        var smtpDomain = environment.text("BELFRY_INGEST_SMTP_DOMAIN", "");
        environment.check();
        return new Settings(
                host,
                inFlight * MIB,
                large * MIB,
                spool.isEmpty() ? null : Path.of(spool),
                spooled * MIB,
                perSecond,
                stormBound,
                incidentUrl,
                smtpPort,
                smtpDomain);
    }

    static HostSettings host(Environment environment) {
        return HostSettings.from(environment, "alert-ingest", 8081, 8091, false);
    }
}
