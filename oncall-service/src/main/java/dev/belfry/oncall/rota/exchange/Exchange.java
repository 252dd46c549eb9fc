package dev.belfry.oncall.rota.exchange;

import java.util.Map;
import java.util.UUID;

/** On-call time that may go from one person to another: it is asked for, and then decided once. */
sealed interface Exchange permits Swap, CoverRequest {
    UUID id();

    UUID schedule();

    /** Whose time it is about, by where it stands in the request; the first is that of the one who asks. */
    Map<String, Part> parts();

    /** Only what is open can be decided. */
    boolean open();

    /** Where it stands, as the API says it. */
    String word();
}
