package dev.belfry.incident.incident.lifecycle;

/** What came of asking something of an incident. */
public sealed interface Answer {

    /** There is no such incident. */
    record Missing() implements Answer {}

    /** The one who asks has seen an older version of it. */
    record Stale() implements Answer {}

    /** It was decided. */
    record Decided(Decision decision, Held held) implements Answer {}
}
