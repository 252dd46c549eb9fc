package dev.belfry.incident.learning.postmortem;

import dev.belfry.incident.learning.action.ActionItem;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A postmortem as one text to keep elsewhere. */
final class Export {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

    private Export() {}

    static String markdown(Postmortem one, List<ActionItem> items) {
        var text = new StringBuilder("# ")
                .append(one.title())
                .append("\n\nPostmortem of incident #")
                .append(one.number())
                .append(
                        one.publishedAt() == null
                                ? ", not published yet.\n\n"
                                : ", published " + DAY.format(one.publishedAt().atZone(ZoneOffset.UTC)) + " UTC.\n\n")
                .append(one.body().strip())
                .append('\n');
        if (!items.isEmpty()) {
            text.append("\n## Action items\n");
            for (var item : items) {
                text.append("\n* [")
                        .append(item.done() ? 'x' : ' ')
                        .append("] ")
                        .append(item.title())
                        .append(item.owner() == null ? "" : " – " + item.owner().name())
                        .append(item.due() == null ? "" : ", due " + item.due())
                        .append(item.link() == null ? "" : ", <" + item.link() + ">");
            }
            text.append('\n');
        }
        return text.toString();
    }
}
