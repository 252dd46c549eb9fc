package dev.belfry.notifier.answer;

import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.ack.AckCommands;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Press;
import dev.belfry.notifier.directory.Directory;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Carries out what was answered through a provider, in the name of the person who was paged, and says what came of it. */
public final class AnswerCommands {
    /** How long a message can be answered. */
    static final Duration ANSWERED_WITHIN = Duration.ofDays(1);

    private final AnswerStore store;
    private final AckCommands acks;
    private final Directory directory;
    private final InstantSource clock;

    public AnswerCommands(AnswerStore store, AckCommands acks, Directory directory, InstantSource clock) {
        this.store = store;
        this.acks = acks;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * A button under a message.
     *
     * @param message by which we know the message
     * @param presser by which the provider knows who pressed it
     * @param id by which the provider knows the press
     */
    public record Pressed(Channel channel, Press press, UUID message, String presser, String id) {}

    /** Only the person who was paged answers a message, through a contact method that they still have. */
    public Future<String> press(Pressed pressed) {
        return store.message(
                        pressed.message(), pressed.channel(), clock.instant().minus(ANSWERED_WITHIN))
                .compose(found -> {
                    if (found.pages().isEmpty()) {
                        return Future.succeededFuture(
                                "This message cannot be answered any more. Open the incident in Belfry instead.");
                    }
                    var user = found.pages().getFirst().userId();
                    if (!found.addresses().contains(pressed.presser())) {
                        return Future.succeededFuture(
                                "This page went to " + directory.name(user)
                                        + ", so only they can answer it here. Open the incident in Belfry to act on it yourself.");
                    }
                    return pressed.press() == Press.ACKNOWLEDGE
                            ? acknowledge(found.pages(), pressed.channel().word())
                            : resolve(found.pages(), pressed);
                });
    }

    /** @param listed the pages that the message was about, of one person; empty when there is no such message */
    Future<String> acknowledge(List<Page> listed, String via) {
        if (listed.isEmpty()) {
            return Future.succeededFuture("No message of the last day has this code.");
        }
        var user = listed.getFirst().userId();
        return directory.isDeactivated(user)
                ? left()
                : acks.acknowledge(user, listed, via).map(reasons -> words(listed, reasons));
    }

    private Future<String> resolve(List<Page> listed, Pressed pressed) {
        var page = listed.getFirst();
        if (listed.size() > 1) {
            return Future.succeededFuture(
                    "This message lists several incidents. Open the one that you want to resolve.");
        }
        if (directory.isDeactivated(page.userId())) {
            return left();
        }
        return acks.resolve(page.userId(), page, pressed.channel().word(), pressed.id())
                .map(reasons -> "Incident " + page.incident().number() + ": "
                        + reasons.getOrDefault(
                                page.id(),
                                "it is not resolved yet. If it stays so, its page in Belfry says what is missing")
                        + ".");
    }

    private static Future<String> left() {
        return Future.succeededFuture("This account is no longer active. Nothing was done.");
    }

    private static String words(List<Page> listed, Map<UUID, String> reasons) {
        if (listed.size() > 1) {
            return reasons.size() == listed.size()
                    ? "All " + listed.size() + " pages are over."
                    : listed.size() + " pages are being acknowledged.";
        }
        var page = listed.getFirst();
        var reason = reasons.get(page.id());
        return "Incident " + page.incident().number() + ": "
                + (reason == null ? "your acknowledge is recorded." : reason + ".");
    }
}
