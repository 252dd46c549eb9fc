package dev.belfry.ingest;

import dev.belfry.platform.run.Host;

/** Runs alert-ingest alone. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Host.main(arguments, "", Settings::host, environment -> IngestService.start(Settings.from(environment)));
    }
}
