package dev.belfry.oncall.identity.input;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids as they come in paths and forms. */
public final class Uuids {
    private static final UUID NONE = new UUID(0, 0);

    private Uuids() {}

    /** Null for what is no id. */
    public static @Nullable UUID of(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    /** An id that nothing has for what is no id. */
    public static UUID orNone(@Nullable String text) {
        UUID id = of(text);
        return id == null ? NONE : id;
    }
}
