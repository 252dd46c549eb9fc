package dev.belfry.incident.learning.postmortem;

import dev.belfry.incident.learning.action.ActionItem;
import java.util.List;

/** A postmortem as one text to keep elsewhere. */
final class Export {
    private Export() {}

    static String markdown(Postmortem one, List<ActionItem> items) {
        var text = new StringBuilder("# ")
                .append(one.title())
                .append("\n\nPostmortem of incident #")
                .append(one.number())
                .append(
                        one.publishedAt() == null
                                ? ", not published yet.\n\n"
                                : ", published " + one.publishedAt() + ".\n\n")
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
