package dev.belfry.incident.signal.rule;

import java.util.UUID;

/** What came of a change to an event rule. */
public sealed interface Outcome {

    /** It is as asked. */
    record Done(UUID id) implements Outcome {}

    /** There is no such rule. */
    record Missing() implements Outcome {}

    /** It has changed since the one who asks has seen it. */
    record Stale() implements Outcome {}

    /** Something stands against it. */
    record Refused(String reason) implements Outcome {}

    /**
     * A field is not valid after all.
     *
     * @param field its place in the body, such as {@code actions/route}
     */
    record Invalid(String field, String reason) implements Outcome {}
}
