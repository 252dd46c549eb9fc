package dev.belfry.incident.catalog.service;

import dev.belfry.platform.http.Problem;
import java.util.List;

/** What came of changing how an integration reads. */
public sealed interface Revision {

    /** It reads so from now on. */
    record Done() implements Revision {}

    /** There is no such integration. */
    record Missing() implements Revision {}

    /** It has changed since the one who asks has seen it. */
    record Stale() implements Revision {}

    /** Fields are not valid after all. */
    record Invalid(List<Problem.Field> errors) implements Revision {}

    /** Whoever has to check it does not answer; nothing was changed. */
    record Unchecked(String reason) implements Revision {}
}
