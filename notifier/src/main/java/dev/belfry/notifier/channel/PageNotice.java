package dev.belfry.notifier.channel;

import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.incident.AlertBrief;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.contracts.page.Page;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Words a page: what, where, how bad, the button, what the alert said, and why this person. */
public final class PageNotice {
    static final String REPEAT = "(repeat: may be a duplicate)";
    private static final String CONFIRM = "The link asks you to confirm, so a mail scanner cannot acknowledge for you.";
    private static final int LONGEST_LINE = 300;

    /** Where the links of a page lead. */
    public record Links(String incident, String acknowledge) {}

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

    /** A fact of the alert: in the mail a row of a table. */
    private record Fact(String name, String value, @Nullable String url) {}

    private PageNotice() {}

    /**
     * @param repeat an earlier attempt may have arrived
     * @param zone by which the person reads the clock
     */
    public static Notice write(UUID delivery, Page page, Links links, boolean repeat, ZoneId zone) {
        var incident = page.incident();
        return new Notice(
                delivery,
                subject(incident),
                text(page, links, repeat, zone),
                html(page, links, repeat, zone),
                card(page, links, repeat, zone),
                incident.id(),
                payload(page, links));
    }

    private static String text(Page page, Links links, boolean repeat, ZoneId zone) {
        var incident = page.incident();
        var text = new StringBuilder(repeat ? REPEAT + "\n\n" : "");
        text.append(heading(incident)).append("\n\n");
        description(incident).forEach(line -> text.append(line).append('\n'));
        text.append("\nAcknowledge: ").append(links.acknowledge()).append('\n');
        text.append(CONFIRM).append("\n\n");
        for (var fact : facts(page, zone)) {
            text.append(fact.name()).append(": ").append(fact.value());
            text.append(fact.url() == null ? "\n" : "\n  " + fact.url() + "\n");
        }
        return text.append("\nIncident: ").append(links.incident()).append('\n').toString();
    }

    /** One column and inline styles, as mail programs want it, and readable without any. */
    private static String html(Page page, Links links, boolean repeat, ZoneId zone) {
        var incident = page.incident();
        var html = new StringBuilder("""
                <!doctype html><html><body style="margin:0;padding:16px">
                <div style="max-width:600px;margin:0 auto;font:15px/22px sans-serif;color:#1a1b21">
                """);
        if (repeat) {
            html.append("<p>").append(REPEAT).append("</p>\n");
        }
        html.append("<h2 style=\"margin:0 0 8px\">")
                .append(Text.html(heading(incident)))
                .append("</h2>\n");
        description(incident).forEach(line -> html.append(Text.html(line)).append("<br>\n"));
        html.append("<p><a style=\"display:block;padding:16px;border-radius:8px;background:#4c49cc;color:#ffffff;")
                .append("text-align:center;text-decoration:none;font-weight:bold\"\n href=\"")
                .append(Text.html(links.acknowledge()))
                .append("\">Acknowledge</a></p>\n<p style=\"color:#50545f\">")
                .append(CONFIRM)
                .append("</p>\n<table style=\"width:100%;border-collapse:collapse\">\n");
        for (var fact : facts(page, zone)) {
            html.append("<tr style=\"border-top:1px solid #e5e5ea\">\n")
                    .append("<td style=\"padding:6px 12px 6px 0;color:#50545f;vertical-align:top\">")
                    .append(Text.html(fact.name()))
                    .append("</td>\n<td style=\"padding:6px 0\">\n");
            html.append(
                            fact.url() == null
                                    ? Text.html(fact.value())
                                    : "<a href=\"" + Text.html(fact.url()) + "\">\n" + Text.html(fact.value()) + "</a>")
                    .append("</td></tr>\n");
        }
        return html.append("</table>\n<p><a href=\"")
                .append(Text.html(links.incident()))
                .append("\">Open the incident</a></p>\n</div></body></html>\n")
                .toString();
    }

    private static Card card(Page page, Links links, boolean repeat, ZoneId zone) {
        var shown = new ArrayList<Card.Fact>();
        var led = new ArrayList<Card.Link>();
        led.add(new Card.Link("Acknowledge", links.acknowledge()));
        led.add(new Card.Link("Open the incident", links.incident()));
        for (var fact : facts(page, zone)) {
            if (fact.url() == null) {
                shown.add(new Card.Fact(fact.name(), fact.value()));
            } else {
                led.add(new Card.Link(fact.value(), fact.url()));
            }
        }
        return new Card(
                tone(page),
                subject(page.incident()),
                description(page.incident()),
                shown,
                led,
                repeat,
                List.of(Press.values()));
    }

    /**
     * The same message once its incident has moved on: how it stands first, and no link to acknowledge what nobody has to.
     *
     * @param standing such as {@code Acknowledged by Ann Example}
     * @param presses what can still be answered
     */
    public static Notice moved(
            UUID delivery, Page page, Links links, String standing, List<Press> presses, ZoneId zone) {
        var sent = write(delivery, page, links, false, zone);
        var card = sent.card();
        return new Notice(
                delivery,
                sent.subject(),
                sent.text(),
                sent.html(),
                new Card(
                        Card.Tone.QUIET,
                        Text.line(standing, 120) + ": " + card.title(),
                        card.lines(),
                        card.facts(),
                        card.links().subList(1, card.links().size()),
                        false,
                        presses),
                sent.incident(),
                sent.payload());
    }

    static Card.Tone tone(Page page) {
        return urgency(page) == Urgency.HIGH ? Card.Tone.URGENT : Card.Tone.CALM;
    }

    /** Whether it may wait. */
    public static Urgency urgency(Page page) {
        var said = page.incident().urgency();
        return said == null ? Urgency.of(page.incident().severity()) : said;
    }

    private static String heading(IncidentState incident) {
        return "[" + incident.severity().name() + "] #" + incident.number() + " "
                + Text.line(incident.title(), LONGEST_LINE);
    }

    /** A line each: RFC 5321 allows 998 bytes. */
    private static List<String> description(IncidentState incident) {
        var alert = incident.alert();
        var text = alert == null ? null : alert.description();
        return text == null
                ? List.of()
                : text.lines().map(line -> Text.line(line, LONGEST_LINE)).toList();
    }

    private static List<Fact> facts(Page page, ZoneId zone) {
        var incident = page.incident();
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("Service", Text.line(incident.serviceName(), LONGEST_LINE), null));
        facts.add(new Fact("Triggered", Text.time(incident.createdAt(), zone), null));
        var alert = incident.alert();
        if (alert != null) {
            add(facts, "Source", alert.source());
            add(facts, "Component", alert.component());
            alert.details().forEach((name, value) -> add(facts, Text.line(name, LONGEST_LINE), value));
            links(facts, alert);
        }
        facts.add(new Fact("Why you", Text.line(page.reason(), LONGEST_LINE), null));
        return facts;
    }

    private static void add(List<Fact> facts, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            facts.add(new Fact(name, Text.line(value, LONGEST_LINE), null));
        }
    }

    /** Only addresses of the web are made links: what a sender wrote may be anything. */
    private static void links(List<Fact> facts, AlertBrief alert) {
        for (AlertLink link : alert.links()) {
            var words = link.text();
            var shown = words == null || words.isBlank() ? link.href() : words;
            boolean web = link.href().matches("https?://[\\x21-\\x7e]+");
            facts.add(new Fact(
                    "Link",
                    Text.line(web ? shown : shown + " " + link.href(), LONGEST_LINE),
                    web ? link.href() : null));
        }
    }

    /** One line of at most 200 characters, the same for every message of the incident, so that mail programs thread. */
    static String subject(IncidentState incident) {
        var start = "[" + incident.severity().name() + "] #" + incident.number() + " ";
        var end = " (" + Text.line(incident.serviceName(), 60) + ")";
        return start + Text.line(incident.title(), 200 - start.length() - end.length()) + end;
    }

    private static Payload payload(Page page, Links links) {
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
                        links.incident(),
                        links.acknowledge()));
    }
}
