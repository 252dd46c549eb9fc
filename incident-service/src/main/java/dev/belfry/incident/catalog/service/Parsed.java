package dev.belfry.incident.catalog.service;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what stands in an address or a form; what cannot be read is null, as if it were not there. */
public final class Parsed {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private Parsed() {}

    public static @Nullable UUID id(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    /** A number of an incident, a version or a place in a list. */
    public static @Nullable Long number(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches() ? Long.valueOf(text) : null;
    }
}
