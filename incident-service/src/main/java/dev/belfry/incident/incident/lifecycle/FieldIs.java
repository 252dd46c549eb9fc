package dev.belfry.incident.incident.lifecycle;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks for incidents in which a field has a value. */
public record FieldIs(String key, String value) {
    private static final Pattern WRITTEN = Pattern.compile("([a-z][a-z0-9_]{0,39}):(.{1,1000})", Pattern.DOTALL);

    /** As it stands in an address, {@code key:value}; null when it is not written so. */
    public static @Nullable FieldIs of(@Nullable String text) {
        var written = WRITTEN.matcher(text == null ? "" : text);
        return written.matches() ? new FieldIs(written.group(1), written.group(2)) : null;
    }
}
