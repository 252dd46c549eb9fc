package dev.belfry.status;

import dev.belfry.platform.run.Host;

/** Runs status-page alone. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Host.main(
                arguments,
                StatusService.MIGRATIONS,
                Settings::host,
                environment -> StatusService.start(Settings.from(environment)));
    }
}
