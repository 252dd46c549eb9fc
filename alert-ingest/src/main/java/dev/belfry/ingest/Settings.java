package dev.belfry.ingest;

import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.HostSettings;

/**
 * The settings of alert-ingest.
 *
 * @param maxInFlightBytes how many bytes of requests may wait for the broker before senders are asked to come back
 */
public record Settings(HostSettings host, long maxInFlightBytes) {
    static final int DEFAULT_IN_FLIGHT_MIB = 32;

    public static Settings from(Environment environment) {
        var host = host(environment);
        int mebibytes = environment.number("BELFRY_INGEST_IN_FLIGHT_MIB", DEFAULT_IN_FLIGHT_MIB, 1, 1_024);
        environment.check();
        return new Settings(host, mebibytes * 1024L * 1024L);
    }

    static HostSettings host(Environment environment) {
        return HostSettings.from(environment, "alert-ingest", 8081, 8091, false);
    }
}
