package dev.belfry.notifier.provider;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.provider.ProviderHost.Reply;
import dev.belfry.notifier.provider.ProviderHost.Seen;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One kind of provider as it is from outside: what it takes, how it refuses, and what its people read. */
public interface Fake {
    Channel channel();

    /** The kind of account that it is, where it is one. */
    default String kind() {
        return channel().word();
    }

    /** How the link to acknowledge is told. */
    default String link() {
        return "https://belfry.example.net/ack/TOKEN";
    }

    /** How a repeat is marked. */
    default String repeated() {
        return "repeat: may be a duplicate";
    }

    /** An address that it knows, where the provider is at that URL. */
    String address(String url);

    /** What an admin sets up; empty where nothing is. */
    default Map<String, String> account(String url) {
        return Map.of();
    }

    default @Nullable String secret() {
        return null;
    }

    /** Answers as the provider does: taken when everything is as it wants it, else what it says of the first mistake. */
    Reply take(Seen request);

    /** The address is not there any more. */
    Reply gone();

    /** Too many calls: come back after seven seconds. */
    Reply limited();

    /** Whether the request changes the message that {@link #take} answered, as the provider wants it. */
    default boolean changes(Seen request) {
        return false;
    }

    /** How much of its limit the request takes; above one it would be refused or cut. */
    double fullness(Seen request);

    /** The part of the request in which marks count. */
    default String marked(Seen request) {
        return request.body();
    }

    /** What must not be there, whatever a sender wrote: it would mention everybody, or make a link. */
    default String[] harmful() {
        return new String[] {"@everyone", "](http://evil"};
    }
}
