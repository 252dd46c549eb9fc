package dev.belfry.status;

import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.HostSettings;
import java.net.URI;

/**
 * The settings of status-page.
 *
 * @param publicUrl where customers reach the page: links and feeds start with it
 * @param maxReaders how many may follow the page live at once
 * @param images the directory where the last pages are kept for a start without database and broker; empty to keep none
 */
public record Settings(HostSettings host, URI publicUrl, int maxReaders, String images) {
    public static Settings from(Environment environment) {
        var host = host(environment);
        var settings = new Settings(
                host,
                environment.uri("BELFRY_STATUS_URL", URI.create("http://127.0.0.1:8085")),
                environment.number("BELFRY_STATUS_MAX_READERS", 20_000, 1, 1_000_000),
                environment.text("BELFRY_STATUS_IMAGES", ""));
        environment.check();
        return settings;
    }

    static HostSettings host(Environment environment) {
        return HostSettings.from(environment, "status-page", 8085, 8095, true);
    }
}
