package dev.belfry.oncall.identity.profile;

import java.util.List;

/** What became of a change to one's own account. */
sealed interface Outcome {
    /** @param codes recovery codes that are shown now and never again */
    record Done(List<String> codes) implements Outcome {}

    record Refused(String why) implements Outcome {}
}
