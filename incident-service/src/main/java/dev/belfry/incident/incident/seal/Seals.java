package dev.belfry.incident.incident.seal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the seals of one timeline stand.
 *
 * @param lines how many lines it has
 * @param sealed how many of them are sealed
 * @param before how many were written before lines were sealed
 * @param broken the first line whose seal does not follow from the line before it and its own content
 * @param cut whether lines are missing at its end, or were added there without Belfry
 * @param seal of the last line, in hexadecimal; who keeps it elsewhere can show that nobody has sealed all lines anew
 */
public record Seals(
        long number,
        long lines,
        long sealed,
        long before,
        @JsonIgnore @Nullable Line broken,
        boolean cut,
        @Nullable String seal) {
    private static final int MOST_TEXT = 80;

    /** A line as the page of the incident shows it. */
    public record Line(long seq, Instant at, String text) {
        /** What to look for on the page. */
        String inWords() {
            var shown = text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT - 1) + "…";
            return "The line of " + at + ", \"" + shown + "\",";
        }
    }

    /** The {@code seq} of that line. */
    @JsonProperty
    public @Nullable Long brokenAt() {
        return broken == null ? null : broken.seq();
    }

    /** Each incident has at least the line that it was opened with. */
    @JsonProperty
    public boolean missing() {
        return lines == 0;
    }

    @JsonProperty
    public boolean intact() {
        return broken == null && !cut && !missing();
    }

    /** In words for people. */
    @JsonProperty
    public String words() {
        if (missing()) {
            return "The whole timeline is missing: an incident has at least the line it was opened with";
        }
        var since = before == 0 ? "" : "; " + before + " older lines are from before lines were sealed";
        if (broken != null) {
            return broken.inWords() + " was changed, or a line before it was changed, added or taken out" + since;
        }
        return cut
                ? "Lines are missing at the end, or were added there" + since
                : "None of " + sealed + " sealed lines was changed, added or taken out" + since;
    }
}
