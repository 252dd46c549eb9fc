package dev.belfry.incident.signal.maintenance;

import dev.belfry.incident.signal.silence.SilenceView;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A window as programs see it.
 *
 * @param start by the clock of its zone
 * @param occurrence the time that runs or comes next, and the last one when it is over
 */
public record MaintenanceView(
        UUID id,
        MaintenanceWindow.State status,
        String name,
        String description,
        List<UUID> services,
        List<SilenceView.Condition> matchers,
        String start,
        String end,
        String timeZone,
        @Nullable String recurrence,
        Span occurrence,
        @Nullable Instant cancelledAt,
        String createdBy,
        long version,
        Instant updatedAt) {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    /**
     * One occurrence.
     *
     * @param localStart the same in the window's zone, with its offset
     */
    public record Span(Instant startsAt, Instant endsAt, String localStart, String localEnd) {
        static Span of(Occurrence occurrence, String zone) {
            return new Span(
                    occurrence.startsAt(),
                    occurrence.endsAt(),
                    local(occurrence.startsAt(), zone),
                    local(occurrence.endsAt(), zone));
        }

        private static String local(Instant at, String zone) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(ZoneId.of(zone)));
        }
    }

    /** What a window would do. */
    record PreviewView(
            List<Span> occurrences,
            List<Preview.Open> openIncidents,
            int heldAlerts,
            boolean complete,
            List<Preview.Past> newest) {
        static PreviewView of(Preview preview, String zone) {
            return new PreviewView(
                    preview.occurrences().stream()
                            .map(one -> Span.of(one, zone))
                            .toList(),
                    preview.incidents(),
                    preview.alerts(),
                    preview.complete(),
                    preview.newest());
        }
    }

    static MaintenanceView of(MaintenanceWindow window, Instant now) {
        var plan = window.plan();
        var timetable = plan.timetable();
        return new MaintenanceView(
                window.id(),
                window.state(now),
                plan.name(),
                plan.description(),
                plan.services(),
                plan.matchers().stream()
                        .map(one -> new SilenceView.Condition(one.name(), one.value(), one.isRegex(), one.isEqual()))
                        .toList(),
                LOCAL.format(timetable.start()),
                LOCAL.format(timetable.end()),
                timetable.zone(),
                timetable.recurrence(),
                Span.of(window.occurrence(), timetable.zone()),
                window.cancelledAt(),
                window.createdBy(),
                window.version(),
                window.updatedAt());
    }
}
