package dev.belfry.notifier.channel;

import java.util.List;

/**
 * A message as chats and phones show it.
 *
 * @param title one line
 * @param lines what was said, a line each
 * @param links where to go on, the most important first
 * @param repeat an earlier attempt may have arrived
 * @param presses what can be answered with a button, where the chat brings buttons back to us
 */
public record Card(
        Tone tone,
        String title,
        List<String> lines,
        List<Fact> facts,
        List<Link> links,
        boolean repeat,
        List<Press> presses) {

    public Card(Tone tone, String title, List<String> lines, List<Fact> facts, List<Link> links, boolean repeat) {
        this(tone, title, lines, facts, links, repeat, List.of());
    }

    /** The same that can be answered with these buttons. */
    public Card with(List<Press> answers) {
        return new Card(tone, title, lines, facts, links, repeat, answers);
    }

    /** How loud it is: phones ring by it, chats choose a colour. */
    public enum Tone {
        /** A page that may not wait. */
        URGENT,
        /** A page that can wait. */
        CALM,
        /** No page. */
        QUIET
    }

    public record Fact(String name, String value) {}

    public record Link(String words, String url) {}

    public static Card quiet(String title, List<String> lines, List<Link> links) {
        return new Card(Tone.QUIET, title, lines, List.of(), links, false);
    }
}
