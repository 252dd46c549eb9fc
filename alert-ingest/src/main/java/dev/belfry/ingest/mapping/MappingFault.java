package dev.belfry.ingest.mapping;

/**
 * An expression that is none.
 *
 * @param words the compiler's, with line and column
 */
public record MappingFault(Member member, String words) {}
