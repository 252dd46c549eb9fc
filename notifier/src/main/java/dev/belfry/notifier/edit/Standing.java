package dev.belfry.notifier.edit;

import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.Press;
import dev.belfry.notifier.guard.Guard;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the message of a page has to say of its incident.
 *
 * @param words empty while the page is wanted: the message is as it was sent
 * @param presses what can be answered
 */
record Standing(String words, List<Press> presses) {
    private static final Standing WANTED = new Standing("", List.of(Press.values()));

    static Standing of(Page page, @Nullable Guard guard) {
        var refusal = guard == null ? null : guard.refusal(page);
        if (guard == null || refusal == null) {
            return WANTED;
        }
        var ended = guard.ended(page.cycle());
        return ended == null
                ? new Standing(sentence(refusal), List.of(Press.RESOLVE))
                : new Standing(sentence(ended), List.of());
    }

    private static String sentence(String reason) {
        return reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1);
    }

    boolean asSent() {
        return words.isEmpty();
    }
}
