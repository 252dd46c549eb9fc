package dev.belfry.oncall.rota.ical;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a calendar file has in a stretch of time, or why it cannot be read. */
public sealed interface Reading {
    /**
     * @param name what the calendar calls itself
     * @param zone in which days and times without a zone were counted
     */
    record Read(@Nullable String name, ZoneId zone, List<Occurrence> occurrences) implements Reading {
        public Read {
            occurrences = List.copyOf(occurrences);
        }
    }

    record Refused(String why) implements Reading {}
}
