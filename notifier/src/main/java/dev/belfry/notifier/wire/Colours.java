package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Card;

/** The colours that chats give a message by how loud it is. */
final class Colours {
    private Colours() {}

    static int number(Card.Tone tone) {
        return switch (tone) {
            case URGENT -> 0xd63939;
            case CALM -> 0xf59f00;
            case QUIET -> 0x4c49cc;
        };
    }

    static String hex(Card.Tone tone) {
        return "#%06x".formatted(number(tone));
    }
}
