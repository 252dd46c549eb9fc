package dev.belfry.oncall.rota.ical;

import org.jspecify.annotations.Nullable;

/** What became of fetching a calendar. */
public sealed interface Fetched {
    /**
     * @param etag what to ask with next time, as the server gave it
     * @param modified the same
     */
    record Fresh(
            String text, @Nullable String etag, @Nullable String modified) implements Fetched {}

    /** It is as it was. */
    record Same() implements Fetched {}

    /** @param why in words that name no part of the address, since the address is a secret */
    record Failed(String why) implements Fetched {}
}
