package dev.belfry.incident.catalog.recent;

import org.jspecify.annotations.Nullable;

/**
 * What one part of a request was taken for.
 *
 * @param action what is done: {@code trigger}, {@code resolve}, {@code change}, {@code ping}, …
 * @param severity null for what is no alert
 */
public record Told(
        String action,
        @Nullable String dedupKey,
        String summary,
        @Nullable String severity) {}
