package dev.belfry.notifier;

import dev.belfry.platform.run.Host;
import dev.belfry.platform.zone.TimeZoneRules;

/** Runs the notifier alone. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        TimeZoneRules.install(System.getenv());
        Host.main(arguments, NotifierService.MIGRATIONS, Settings::host, environment -> {
            var settings = Settings.from(environment);
            environment.check();
            return NotifierService.start(settings);
        });
    }
}
