package dev.belfry.status.publication;

import dev.belfry.status.component.ComponentStatus;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** The state of a page in a few words, for other pages to show: an SVG badge, and JSON for shields.io. */
final class Badges {
    private Badges() {}

    /** The endpoint format of shields.io, which refuses members it does not know. */
    static JsonObject shields(ComponentStatus status) {
        return new JsonObject()
                .put("schemaVersion", 1)
                .put("label", "status")
                .put("message", words(status))
                .put(
                        "color",
                        switch (status) {
                            case OPERATIONAL -> "brightgreen";
                            case UNDER_MAINTENANCE -> "blue";
                            case DEGRADED_PERFORMANCE -> "yellow";
                            case PARTIAL_OUTAGE -> "orange";
                            case MAJOR_OUTAGE -> "red";
                        });
    }

    static String svg(ComponentStatus status) {
        var words = words(status);
        int left = 48;
        int right = 14 + Math.ceilDiv(words.length() * 13, 2);
        var fill = switch (status) {
            case OPERATIONAL -> "#1c7640";
            case UNDER_MAINTENANCE -> "#3f5b86";
            case DEGRADED_PERFORMANCE -> "#8a5b00";
            case PARTIAL_OUTAGE -> "#b0480a";
            case MAJOR_OUTAGE -> "#b3141b";
        };
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="status: %2$s">\
                <title>status: %2$s</title>\
                <clipPath id="r"><rect width="%1$d" height="20" rx="3"/></clipPath>\
                <g clip-path="url(#r)"><rect width="%3$d" height="20" fill="#3a3d46"/>\
                <rect x="%3$d" width="%4$d" height="20" fill="%5$s"/></g>\
                <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">\
                <text x="%6$d" y="14">status</text><text x="%7$d" y="14">%2$s</text></g></svg>
                """.formatted(left + right, words, left, right, fill, left / 2, left + right / 2);
    }

    private static String words(ComponentStatus status) {
        return status.words().toLowerCase(Locale.ROOT);
    }
}
