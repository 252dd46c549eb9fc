package dev.belfry.incident.incident.draft;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The one place that drafts are asked for: any server that speaks OpenAI's chat completions.
 *
 * @param url without {@code /chat/completions}, such as {@code http://127.0.0.1:11434/v1}
 * @param model as the server names it
 * @param key null where the server asks for none
 */
public record Endpoint(URI url, String model, @Nullable String key) {
    /** The key stays out of logs. */
    @Override
    public String toString() {
        return url + " (" + model + ")";
    }
}
