package dev.belfry.oncall;

import dev.belfry.platform.run.Host;
import dev.belfry.platform.zone.TimeZoneRules;

/** Runs the on-call service by itself. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        TimeZoneRules.install(System.getenv());
        Host.main(arguments, OncallService.MIGRATIONS, Settings::host, env -> OncallService.start(Settings.from(env)));
    }
}
