package dev.belfry.incident.catalog.service;

/** What came of a change to the catalog. */
public sealed interface Outcome {

    /** It is as asked. */
    record Done() implements Outcome {}

    /** There is no such thing. */
    record Missing() implements Outcome {}

    /** It has changed since the one who asks has seen it. */
    record Stale() implements Outcome {}

    /** Something stands against it. */
    record Refused(String reason) implements Outcome {}

    /**
     * A field is not valid after all.
     *
     * @param field its name
     */
    record Invalid(String field, String reason) implements Outcome {}
}
