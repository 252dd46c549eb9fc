package dev.belfry.incident.incident.lifecycle;

import java.time.Duration;
import java.time.Instant;

/** What somebody means who opens an incident by hand. */
public sealed interface Declaration {
    /** A test that nobody has ended is over by itself after this long. */
    Duration LONGEST_TEST = Duration.ofHours(1);

    /** As long as incidents are kept at most, and compared with the year before. */
    Duration OLDEST = Duration.ofDays(366);

    /** It happens now, and pages. */
    record Now() implements Declaration {}

    /** It is tried out. */
    record Test(Incident.Assignee by) implements Declaration {}

    /** It is over, and is written down afterwards. */
    record Afterwards(Instant began, Instant ended) implements Declaration {
        /** What is wrong with these times, and what is right; empty when they can be. */
        public String problem(Instant now) {
            if (!began.isBefore(ended)) {
                return "An incident ends after it began";
            }
            if (ended.isAfter(now)) {
                return "Only what is over can be entered afterwards: give an end in the past";
            }
            return began.isBefore(now.minus(OLDEST)) ? "Incidents of the last year can be entered" : "";
        }
    }
}
