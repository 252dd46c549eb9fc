package dev.belfry.ingest.flood;

import java.util.HashSet;
import java.util.Set;

/**
 * Counts how many different alerts a service has had within a minute, up to a bound: beyond it people are not helped by
 * another alert, only by knowing that there is a storm. Keys are known by their hash; two keys with the same hash count
 * once, which errs on the side of telling. May be used by several threads.
 */
final class Storm {
    private final int bound;
    private final Set<Integer> keys = new HashSet<>();
    private long minute;

    Storm(int bound) {
        this.bound = bound;
    }

    /** True when the key is one too many in this minute. */
    synchronized boolean isOver(String dedupKey, long thisMinute) {
        if (thisMinute != minute) {
            minute = thisMinute;
            keys.clear();
        }
        if (keys.size() < bound) {
            keys.add(dedupKey.hashCode());
            return false;
        }
        return !keys.contains(dedupKey.hashCode());
    }

    /** Whether nothing has been counted since before that minute. */
    synchronized boolean isOlderThan(long thatMinute) {
        return minute < thatMinute;
    }
}
