package dev.belfry.contracts.integration;

import org.jspecify.annotations.Nullable;

/**
 * What a mail means whose field matches.
 *
 * @param field {@code subject}, {@code body} or {@code from}
 * @param pattern a regular expression (RE2) that is found somewhere in the field
 * @param action {@code trigger}, {@code acknowledge}, {@code resolve} or {@code ignore}
 * @param dedupKey a text in which {@code $1} is the first group of the pattern; null takes the thread or the subject
 */
public record EmailRule(
        String field,
        String pattern,
        String action,
        @Nullable String dedupKey) {}
