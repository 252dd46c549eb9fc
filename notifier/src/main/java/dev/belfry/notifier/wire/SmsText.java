package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.AnswerCode;
import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.Text;
import dev.belfry.notifier.channel.Wire;

/** Words a message for a phone that shows text and nothing else: what, how to answer, and the link, in as few letters as it takes. */
final class SmsText {
    private static final int LONGEST_TITLE = 140;
    private static final int LONGEST_LINE = 120;

    private SmsText() {}

    static String of(Wire.Letter letter) {
        var card = letter.card();
        var text = new StringBuilder(CardText.title(card, LONGEST_TITLE));
        if (card.tone() == Card.Tone.QUIET) {
            card.lines().stream()
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .ifPresent(line -> text.append('\n').append(Text.line(line, LONGEST_LINE)));
        }
        var link = CardText.buttons(card).stream().findFirst();
        if (link.isPresent() && card.tone() != Card.Tone.QUIET) {
            text.append("\nReply ").append(AnswerCode.of(letter.notice().id())).append(" to acknowledge, or ");
        }
        link.ifPresent(
                one -> text.append(card.tone() == Card.Tone.QUIET ? "\n" : "").append(one.url()));
        return plain(text.toString());
    }

    /** The signs that make a message of 160 letters one of 70, as their plain sisters; pictures are left out. */
    private static String plain(String text) {
        return text.replaceAll("[\u201c\u201d\u201e\u00ab\u00bb]", "\"")
                .replaceAll("[\u2018\u2019\u201a]", "'")
                .replaceAll("[\u2010-\u2015]", "-")
                .replace("\u2026", "...")
                .replace('\u00a0', ' ')
                .replaceAll("[\\x{1F000}-\\x{1FFFF}\u2600-\u27bf\ufe0f\u200d]", "");
    }
}
