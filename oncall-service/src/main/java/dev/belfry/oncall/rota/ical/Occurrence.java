package dev.belfry.oncall.rota.ical;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * One time at which an event happens, half-open.
 *
 * @param allDay whether it has days instead of times; its instants are those of the reader's zone
 * @param firstDay the local day on which it begins
 * @param lastDay the local day on which it ends, inclusive
 */
public record Occurrence(
        Event event, boolean allDay, LocalDate firstDay, LocalDate lastDay, Instant start, Instant end) {
    public Duration length() {
        return Duration.between(start, end);
    }
}
