package dev.belfry.incident.catalog.sender;

/**
 * A piece to be pasted.
 *
 * @param where into which file, form or shell
 * @param text ready to be pasted
 */
public record Snippet(String where, String text) {}
