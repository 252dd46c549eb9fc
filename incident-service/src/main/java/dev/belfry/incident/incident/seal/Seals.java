package dev.belfry.incident.incident.seal;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How the seals of one timeline stand.
 *
 * @param lines how many lines it has
 * @param sealed how many of them are sealed
 * @param before how many were written before lines were sealed
 * @param brokenAt the first line whose seal does not follow from the line before it and its own content
 * @param cut whether lines are missing at its end, or were added there without Belfry
 * @param seal of the last line, in hexadecimal; who keeps it elsewhere can show that nobody has sealed all lines anew
 */
public record Seals(
        long number,
        long lines,
        long sealed,
        long before,
        @Nullable Long brokenAt,
        boolean cut,
        @Nullable String seal) {

    @JsonProperty
    public boolean intact() {
        return brokenAt == null && !cut;
    }

    /** In words for people. */
    @JsonProperty
    public String words() {
        var since = before == 0 ? "" : "; " + before + " older lines are from before lines were sealed";
        if (brokenAt != null) {
            return "Line " + brokenAt + " was changed, or a line before it was changed, added or taken out" + since;
        }
        return cut
                ? "Lines are missing at the end, or were added there" + since
                : "None of " + sealed + " sealed lines was changed, added or taken out" + since;
    }
}
