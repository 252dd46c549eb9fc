package dev.belfry.incident.incident.draft;

/** What came of asking for a draft. */
public sealed interface Drafted {

    /** A text that a person must read before it is used. */
    record Text(String text, String model) implements Drafted {}

    /** There is none, and this is why. */
    record Unavailable(String reason) implements Drafted {}

    /** Nobody has set up an endpoint. */
    record Off() implements Drafted {}
}
