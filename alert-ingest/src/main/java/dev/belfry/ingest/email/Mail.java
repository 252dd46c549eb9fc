package dev.belfry.ingest.email;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail as its reader sees it.
 *
 * @param messageId empty when it has none
 * @param thread the first mail of its thread, by its id; empty when it begins one
 * @param from the address alone
 * @param text the plain text, or what its HTML says
 * @param attachments their names
 * @param automatic it says itself that no person wrote it, or that nobody should answer by a machine
 */
public record Mail(
        String messageId,
        String thread,
        String from,
        String subject,
        @Nullable Instant sentAt,
        String text,
        List<String> attachments,
        boolean automatic) {
    private static final String MASK = Matcher.quoteReplacement("[routing key]");

    /** Mails quote the address they went to, and who has it may send. */
    Mail without(String routingKey) {
        var key = Pattern.compile(Pattern.quote(routingKey), Pattern.CASE_INSENSITIVE);
        return new Mail(
                masked(messageId, key),
                masked(thread, key),
                masked(from, key),
                masked(subject, key),
                sentAt,
                masked(text, key),
                attachments.stream().map(name -> masked(name, key)).toList(),
                automatic);
    }

    private static String masked(String text, Pattern key) {
        return key.matcher(text).replaceAll(MASK);
    }
}
