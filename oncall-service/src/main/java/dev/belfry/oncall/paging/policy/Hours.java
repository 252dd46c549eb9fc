package dev.belfry.oncall.paging.policy;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A window that comes again on days of the week, in a zone of its own: an instant lies in it when its local time does. A
 * window that ends before it begins goes over midnight and belongs to the day on which it began.
 */
public record Hours(
        String timeZone,
        List<DayOfWeek> days,
        @JsonFormat(pattern = "HH:mm") LocalTime from,
        @JsonFormat(pattern = "HH:mm") LocalTime to) {
    public Hours {
        days = List.copyOf(days);
    }

    public boolean contains(Instant instant) {
        ZonedDateTime local = instant.atZone(ZoneId.of(timeZone));
        LocalTime time = local.toLocalTime();
        if (from.isBefore(to)) {
            return days.contains(local.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
        }
        return !time.isBefore(from)
                ? days.contains(local.getDayOfWeek())
                : time.isBefore(to) && days.contains(local.getDayOfWeek().minus(1));
    }

    /** {@code Mon, Tue 09:00 to 17:00 Europe/Berlin}. */
    public String words() {
        String list = days.stream()
                .map(day -> day.name().charAt(0) + day.name().substring(1, 3).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
        return (days.size() == DayOfWeek.values().length ? "daily" : list) + " " + from + " to " + to + " " + timeZone;
    }
}
