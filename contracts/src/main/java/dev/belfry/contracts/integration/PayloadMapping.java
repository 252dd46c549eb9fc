package dev.belfry.contracts.integration;

import org.jspecify.annotations.Nullable;

/**
 * How a user's own JSON becomes an alert: expressions of the Common Expression Language over {@code body} (the parsed
 * JSON) and {@code headers} (a map of lower-case names). One that is null is read by its usual names.
 *
 * @param items a list; each element is an alert of its own, called "item" in the other expressions
 * @param action text: {@code trigger}, {@code acknowledge}, {@code resolve}, or {@code ignore} for what is no alert
 * @param links a list of addresses
 * @param details a map of text
 */
public record PayloadMapping(
        @Nullable String items,
        @Nullable String action,
        @Nullable String dedupKey,
        @Nullable String summary,
        @Nullable String severity,
        @Nullable String source,
        @Nullable String component,
        @Nullable String links,
        @Nullable String details) {}
