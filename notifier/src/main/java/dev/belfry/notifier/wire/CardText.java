package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.Text;
import dev.belfry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Writes a card as text of a bounded length: the title and its first links are always there, the rest as it fits. */
final class CardText {
    static final String REPEAT = "(repeat: may be a duplicate)";
    private static final int LONGEST_TITLE = 300;
    /** Links that are never left out: to acknowledge, and to look. */
    private static final int KEPT_LINKS = 2;

    private CardText() {}

    static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** How many bytes it takes in a body of JSON. */
    static int json(String text) {
        return Json.bytes(text).length;
    }

    /** The title on one line, marked when it may be a duplicate. */
    static String title(Card card, int longest) {
        return Text.line((card.repeat() ? REPEAT + " " : "") + card.title(), longest);
    }

    /** Everything. */
    static String whole(Card card, Markup markup, int most, ToIntFunction<String> size) {
        return write(markup.bold(title(card, LONGEST_TITLE)), card, KEPT_LINKS, markup, most, size);
    }

    /** What follows the title, where that stands elsewhere. */
    static String body(Card card, Markup markup, int most, ToIntFunction<String> size) {
        return write("", card, KEPT_LINKS, markup, most, size);
    }

    /** The same without the links that are buttons. */
    static String withoutButtons(Card card, Markup markup, int most, ToIntFunction<String> size) {
        return write("", card, 0, markup, most, size);
    }

    /** The links that are always there, for providers that show them as buttons. */
    static List<Card.Link> buttons(Card card) {
        return card.links().subList(0, Math.min(KEPT_LINKS, card.links().size()));
    }

    private static String write(String head, Card card, int kept, Markup markup, int most, ToIntFunction<String> size) {
        var tail = new StringBuilder();
        buttons(card).stream()
                .limit(kept)
                .forEach(link -> tail.append('\n').append(markup.link(link.words(), link.url())));
        var text = new StringBuilder(head);
        for (var line : middle(card, markup)) {
            var longer = (text.isEmpty() ? "" : "\n") + line;
            if (size.applyAsInt(text + longer + "\n…" + tail) > most) {
                text.append("\n…");
                break;
            }
            text.append(longer);
        }
        return text.append(tail).toString().strip();
    }

    private static List<String> middle(Card card, Markup markup) {
        var lines = new ArrayList<String>();
        card.lines().forEach(line -> lines.add(markup.escape(line)));
        card.facts().forEach(fact -> lines.add(markup.escape(fact.name() + ": " + fact.value())));
        card.links().stream().skip(KEPT_LINKS).forEach(link -> lines.add(markup.link(link.words(), link.url())));
        return lines;
    }
}
