package dev.belfry.notifier.channel;

import dev.belfry.contracts.page.Page;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Words the pages of the same seconds as one message: the worst first, then the newest, and one link for all. */
public final class DigestNotice {
    private static final Comparator<Page> ORDER = Comparator.comparing(
                    (Page page) -> page.incident().severity())
            .thenComparing(page -> page.incident().createdAt(), Comparator.reverseOrder());

    /** One page and where its incident is looked at. */
    public record Entry(Page page, String url) {}

    private DigestNotice() {}

    /**
     * @param id the same for every attempt
     * @param repeat an earlier attempt may have arrived
     */
    public static Notice write(UUID id, List<Entry> entries, String ackUrl, boolean repeat) {
        var seen = new HashSet<UUID>();
        // One incident may page somebody twice in these seconds: by a step, and because they are called in.
        var sorted = entries.stream()
                .sorted(Comparator.comparing(Entry::page, ORDER))
                .filter(entry -> seen.add(entry.page().incidentId()))
                .toList();
        var worst = sorted.getFirst().page().incident();
        int more = sorted.size() - 1;
        var count = more == 0 ? "an incident" : sorted.size() + " incidents";
        var subject = "[" + worst.severity().name() + "] " + (more == 0 ? "" : count + ": ") + "#" + worst.number()
                + " " + Text.line(worst.title(), 120) + (more == 0 ? "" : " and " + more + " more");
        var text = new StringBuilder(repeat ? PageNotice.REPEAT + "\n\n" : "")
                .append("You are paged for ")
                .append(count)
                .append(":\n\n");
        var html = new StringBuilder("<!doctype html><html><body>\n");
        if (repeat) {
            html.append("<p>").append(PageNotice.REPEAT).append("</p>\n");
        }
        html.append("<h2>You are paged for ").append(count).append("</h2>\n<ul>\n");
        for (var entry : sorted) {
            var line = heading(entry.page());
            text.append(line).append("\n  ").append(entry.url()).append("\n");
            html.append("<li><a href=\"")
                    .append(Text.html(entry.url()))
                    .append("\">")
                    .append(Text.html(line))
                    .append("</a></li>\n");
        }
        var all = more == 0 ? "Acknowledge" : "Acknowledge all";
        text.append("\n").append(all).append(": ").append(ackUrl).append("\n");
        html.append("</ul>\n<p><a href=\"")
                .append(Text.html(ackUrl))
                .append("\"><b>")
                .append(all)
                .append("</b></a></p>\n</body></html>\n");
        return new Notice(
                id,
                subject,
                text.toString(),
                html.toString(),
                card(sorted, subject, all, ackUrl, repeat),
                null,
                Map.of());
    }

    private static Card card(List<Entry> sorted, String subject, String all, String ackUrl, boolean repeat) {
        boolean urgent = sorted.stream().anyMatch(entry -> PageNotice.tone(entry.page()) == Card.Tone.URGENT);
        return new Card(
                urgent ? Card.Tone.URGENT : Card.Tone.CALM,
                subject,
                sorted.stream().map(entry -> heading(entry.page())).toList(),
                List.of(),
                List.of(
                        new Card.Link(all, ackUrl),
                        new Card.Link("Open the worst", sorted.getFirst().url())),
                repeat,
                List.of(Press.ACKNOWLEDGE));
    }

    /** One line: how bad, which, what, where. */
    private static String heading(Page page) {
        var incident = page.incident();
        return "[" + incident.severity().name() + "] #" + incident.number() + " " + Text.line(incident.title(), 200)
                + " (" + Text.line(incident.serviceName(), 60) + ")";
    }
}
