package dev.belfry.ingest;

import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.HostSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings of alert-ingest.
 *
 * @param maxInFlightBytes how many bytes of requests may wait for the broker before they go to the spool, or senders are
 *     asked to come back
 * @param spool where what is accepted is kept while the broker is away; null refuses it then
 * @param maxSpoolBytes how much may be kept there
 */
public record Settings(
        HostSettings host, long maxInFlightBytes, @Nullable Path spool, long maxSpoolBytes) {
    static final int DEFAULT_IN_FLIGHT_MIB = 32;
    static final int DEFAULT_SPOOL_MIB = 512;
    private static final long MIB = 1024 * 1024;

    public static Settings from(Environment environment) {
        var host = host(environment);
        int inFlight = environment.number("BELFRY_INGEST_IN_FLIGHT_MIB", DEFAULT_IN_FLIGHT_MIB, 1, 1_024);
        var spool = environment.text("BELFRY_INGEST_SPOOL", "");
        int spooled = environment.number("BELFRY_INGEST_SPOOL_MIB", DEFAULT_SPOOL_MIB, 16, 65_536);
        environment.check();
        return new Settings(host, inFlight * MIB, spool.isEmpty() ? null : Path.of(spool), spooled * MIB);
    }

    static HostSettings host(Environment environment) {
        return HostSettings.from(environment, "alert-ingest", 8081, 8091, false);
    }
}
