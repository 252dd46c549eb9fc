package dev.belfry.ingest.source;

import java.util.Map;

/**
 * What goes back to the sender.
 *
 * @param body written as JSON
 */
public record Answer(int status, String mediaType, Map<String, ?> body) {
    static Answer json(int status, Map<String, ?> body) {
        return new Answer(status, "application/json", body);
    }
}
