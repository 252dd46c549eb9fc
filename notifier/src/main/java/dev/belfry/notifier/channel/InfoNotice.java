package dev.belfry.notifier.channel;

import dev.belfry.contracts.notice.NoticeRequest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the text of a notice: information for a person that is not a page. */
public final class InfoNotice {
    private static final int LONGEST = 20_000;

    /** The body of a notice's webhook. */
    record Payload(String type, Instant timestamp, Data data) {}

    record Data(
            UUID notice,
            UUID user,
            String kind,
            String subject,
            String text,
            @Nullable String url) {}

    private InfoNotice() {}

    /** @param console where the notice's path leads from */
    public static Notice write(NoticeRequest notice, URI console) {
        var subject = Text.line(notice.subject(), 200);
        var text = notice.text().substring(0, Math.min(notice.text().length(), LONGEST));
        var path = notice.path();
        var url = path == null ? null : console.resolve(path).toString();
        var html = new StringBuilder("<!doctype html><html><body>\n");
        // A line each: RFC 5321 allows 998 bytes.
        text.lines().forEach(line -> html.append(Text.html(line)).append("<br>\n"));
        if (url != null) {
            html.append("<p><a href=\"").append(Text.html(url)).append("\">Open in Belfry</a></p>\n");
        }
        return new Notice(
                notice.id(),
                subject,
                text + "\n" + (url == null ? "" : "\n" + url + "\n"),
                html.append("</body></html>\n").toString(),
                Card.quiet(
                        subject,
                        text.lines().map(line -> Text.line(line, 300)).toList(),
                        url == null ? List.of() : List.of(new Card.Link("Open in Belfry", url))),
                null,
                new Payload(
                        "notice",
                        notice.at(),
                        new Data(notice.id(), notice.userId(), notice.kind(), subject, text, url)));
    }
}
