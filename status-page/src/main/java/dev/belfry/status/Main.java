package dev.belfry.status;

import dev.belfry.platform.run.Host;
import dev.belfry.platform.zone.TimeZoneRules;

/** Runs status-page alone. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        TimeZoneRules.install(System.getenv());
        Host.main(
                arguments,
                StatusService.MIGRATIONS,
                Settings::host,
                environment -> StatusService.start(Settings.from(environment)));
    }
}
