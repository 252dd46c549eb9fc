package dev.belfry.oncall.identity.input;

import dev.belfry.oncall.identity.outcome.Answer;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/** Time zones as people write them: the names of the IANA database, not offsets, since an offset knows no clock change. */
public final class Zones {
    private Zones() {}

    /** Adds to {@code bad} when there is no such zone. */
    public static void check(String name, String pointer, List<Answer.Bad> bad) {
        if (!exists(name)) {
            bad.add(new Answer.Bad(pointer, "\"" + name + "\" is not an IANA time zone such as Europe/Berlin"));
        }
    }

    private static boolean exists(String name) {
        try {
            return name.equals("UTC") || (name.contains("/") && ZoneId.of(name).getRules() != null);
        } catch (DateTimeException unknown) {
            return false;
        }
    }
}
