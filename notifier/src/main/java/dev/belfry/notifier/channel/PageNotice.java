package dev.belfry.notifier.channel;

import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.page.Page;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/** Words a page: what, where, how bad, why this person, and the two links that matter. */
public final class PageNotice {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    static final String REPEAT = "(repeat: may be a duplicate)";

    /** The body of a page's webhook. */
    record Payload(String type, Instant timestamp, Data data) {}

    /** What the page is about, and where to answer it. */
    record Data(
            UUID page,
            UUID user,
            int cycle,
            int step,
            String reason,
            IncidentState incident,
            String incidentUrl,
            String acknowledgeUrl) {}

    private PageNotice() {}

    /** @param repeat an earlier attempt may have arrived */
    public static Notice write(UUID delivery, Page page, String incidentUrl, String ackUrl, boolean repeat) {
        var incident = page.incident();
        var severity = incident.severity().name();
        var title = Text.line(incident.title(), 400);
        var service = Text.line(incident.serviceName(), 200);
        var heading = "[" + severity + "] #" + incident.number() + " " + title;
        var text = (repeat ? REPEAT + "\n\n" : "")
                + heading + "\n\n"
                + "Service:   " + service + "\n"
                + "Severity:  " + severity + "\n"
                + "Triggered: " + TIME.format(incident.createdAt()) + "\n"
                + "You are paged because: " + Text.line(page.reason(), 400) + "\n\n"
                + "Acknowledge: " + ackUrl + "\n"
                + "Incident:    " + incidentUrl + "\n";
        // A line each: RFC 5321 allows 998 bytes.
        var html = "<!doctype html><html><body>\n"
                + (repeat ? "<p>" + REPEAT + "</p>\n" : "")
                + "<h2>" + Text.html(heading) + "</h2>\n"
                + "<p>Service: <b>" + Text.html(service) + "</b><br>\n"
                + "Severity: <b>" + severity + "</b><br>\n"
                + "Triggered: " + TIME.format(incident.createdAt()) + "<br>\n"
                + "You are paged because: " + Text.html(Text.line(page.reason(), 400)) + "</p>\n"
                + "<p><a href=\"" + Text.html(ackUrl) + "\"><b>Acknowledge</b></a> &nbsp;\n"
                + "<a href=\"" + Text.html(incidentUrl) + "\">Open the incident</a></p>\n"
                + "</body></html>\n";
        return new Notice(delivery, subject(incident), text, html, incident.id(), payload(page, incidentUrl, ackUrl));
    }

    /** One line of at most 200 characters, the same for every message of the incident, so that mail programs thread. */
    static String subject(IncidentState incident) {
        var start = "[" + incident.severity().name() + "] #" + incident.number() + " ";
        var end = " (" + Text.line(incident.serviceName(), 60) + ")";
        return start + Text.line(incident.title(), 200 - start.length() - end.length()) + end;
    }

    private static Payload payload(Page page, String incidentUrl, String ackUrl) {
        return new Payload(
                "page",
                page.at(),
                new Data(
                        page.id(),
                        page.userId(),
                        page.cycle(),
                        page.step(),
                        page.reason(),
                        page.incident(),
                        incidentUrl,
                        ackUrl));
    }
}
