package dev.belfry.ingest.source;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes back to the sender.
 *
 * @param mediaType of the body; empty when there is none
 * @param body written as JSON unless it is text of another media type; null for none
 */
public record Answer(int status, String mediaType, @Nullable Object body, Map<String, String> headers) {
    public static Answer json(int status, Object body) {
        return new Answer(status, "application/json", body, Map.of());
    }

    public static Answer text(int status, String body) {
        return new Answer(status, "text/plain; charset=utf-8", body, Map.of());
    }
}
