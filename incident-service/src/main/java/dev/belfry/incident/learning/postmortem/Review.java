package dev.belfry.incident.learning.postmortem;

import java.time.Instant;
import java.util.UUID;

/**
 * What somebody who was asked to read a postmortem says of it.
 *
 * @param comment empty when there is none
 */
public record Review(UUID reviewer, String name, Verdict verdict, String comment, Instant at) {
    public static final int LONGEST_COMMENT = 5_000;

    /** What they think. */
    public enum Verdict {
        ASKED,
        APPROVED,
        CHANGES
    }
}
