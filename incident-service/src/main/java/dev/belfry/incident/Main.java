package dev.belfry.incident;

import dev.belfry.platform.run.Host;
import dev.belfry.platform.zone.TimeZoneRules;

/** Runs the incident service alone; {@code migrate} only brings its database up to date. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        TimeZoneRules.install(System.getenv());
        Host.main(arguments, IncidentService.MIGRATIONS, Settings::hostFrom, environment -> {
            var settings = Settings.from(environment);
            environment.check();
            return IncidentService.start(settings);
        });
    }
}
