package dev.belfry.notifier.channel;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message in the forms the channels need.
 *
 * @param id the same for every attempt, so that receivers can tell a repeat
 * @param incident the conversation it belongs to; null for a test
 * @param card for chats and phones
 * @param payload the body of a webhook
 */
public record Notice(
        UUID id,
        String subject,
        String text,
        String html,
        Card card,
        @Nullable UUID incident,
        Object payload) {}
