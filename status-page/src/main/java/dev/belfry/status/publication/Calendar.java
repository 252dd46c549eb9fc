package dev.belfry.status.publication;

import dev.belfry.status.maintenance.Maintenance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Scheduled maintenance as iCalendar (RFC 5545), for people to subscribe to. */
final class Calendar {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int OCTETS = 75;

    private final Publication publication;
    private final String url;
    private final List<String> lines = new ArrayList<>();

    private Calendar(Publication publication, String url) {
        this.publication = publication;
        this.url = url;
    }

    static String of(Publication publication, String url) {
        return new Calendar(publication, url).text();
    }

    private String text() {
        var name = escaped(publication.page().name() + " maintenance");
        lines.addAll(List.of(
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Belfry//Status page//EN",
                "CALSCALE:GREGORIAN",
                "NAME:" + name,
                "X-WR-CALNAME:" + name,
                "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
                "X-PUBLISHED-TTL:PT1H",
                // A calendar has at least one component, also while nothing is planned.
                "BEGIN:VTIMEZONE",
                "TZID:Etc/UTC",
                "BEGIN:STANDARD",
                "DTSTART:19700101T000000",
                "TZOFFSETFROM:+0000",
                "TZOFFSETTO:+0000",
                "TZNAME:UTC",
                "END:STANDARD",
                "END:VTIMEZONE"));
        publication.maintenances().forEach(this::event);
        lines.add("END:VCALENDAR");
        var out = new StringBuilder();
        lines.forEach(line -> fold(line, out));
        return out.toString();
    }

    private void event(Maintenance one) {
        var id = StatuspageJson.id(one.id());
        lines.addAll(List.of(
                "BEGIN:VEVENT",
                "UID:" + one.id() + "@belfry",
                "DTSTAMP:" + time(one.updatedAt()),
                "LAST-MODIFIED:" + time(one.updatedAt()),
                "SEQUENCE:" + (one.version() - 1),
                "DTSTART:" + time(one.scheduledFor()),
                "DTEND:" + time(one.scheduledUntil()),
                "STATUS:CONFIRMED",
                "TRANSP:TRANSPARENT",
                "SUMMARY:" + escaped(one.name()),
                "DESCRIPTION:" + escaped(Markdown.words(one.updates().getFirst().body(), 500)),
                "URL:" + url + "/incidents/" + id,
                "END:VEVENT"));
    }

    private static String time(Instant time) {
        return UTC.format(time);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replaceAll("\\R", "\\\\n")
                .replaceAll("\\p{Cntrl}", "");
    }

    /** No line is longer than 75 octets, and no character is cut. */
    private static void fold(String line, StringBuilder out) {
        int octets = 0;
        for (var point : line.codePoints().toArray()) {
            var character = Character.toString(point);
            int length = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + length > OCTETS) {
                out.append("\r\n ");
                octets = 1;
            }
            out.append(character);
            octets += length;
        }
        out.append("\r\n");
    }
}
