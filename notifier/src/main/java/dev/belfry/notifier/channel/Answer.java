package dev.belfry.notifier.channel;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider answered.
 *
 * @param headers by their names in lower case
 * @param body its beginning
 */
public record Answer(int status, Map<String, String> headers, String body) {

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public boolean success() {
        return status >= 200 && status < 300;
    }

    /** The body as an object; an empty one when it is none. */
    public JsonObject json() {
        try {
            return body.isBlank() ? new JsonObject() : new JsonObject(body);
        } catch (DecodeException | ClassCastException otherwise) {
            return new JsonObject();
        }
    }

    /** A member of the body that is text; empty when it is none. */
    public String text(String member) {
        return json().getValue(member) instanceof String text ? text : "";
    }
}
