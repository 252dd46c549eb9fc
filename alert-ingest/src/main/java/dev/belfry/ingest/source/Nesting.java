package dev.belfry.ingest.source;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.belfry.platform.json.Json;
import java.io.IOException;

/** Tells a body that goes beyond the bounds of JSON here from one that is no JSON. */
public final class Nesting {
    private Nesting() {}

    /** Whether the body is JSON that is nested too deep, or has a number or name that is too long. */
    public static boolean isBeyondBounds(byte[] body) {
        try {
            Json.mapper().readTree(body);
            return false;
        } catch (StreamConstraintsException beyond) {
            return true;
        } catch (IOException notJson) {
            return false;
        }
    }

    /** What to say of it. */
    public static final String REFUSED =
            "The body is JSON beyond the bounds: nested more than 1,000 levels deep, or with a number of more than 1,000"
                    + " digits or a name of more than 50,000 characters.";
}
