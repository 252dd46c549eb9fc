package dev.belfry.ingest;

import dev.belfry.platform.run.Host;
import dev.belfry.platform.zone.TimeZoneRules;

/** Runs alert-ingest alone. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        TimeZoneRules.install(System.getenv());
        Host.main(arguments, "", Settings::host, environment -> IngestService.start(Settings.from(environment)));
    }
}
