package dev.belfry.notifier.delivery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one page by one contact method, as the API tells it.
 *
 * @param title of the incident when it paged
 * @param receipt by what the provider knows the message
 */
public record Delivery(
        UUID id,
        UUID page,
        UUID incident,
        long number,
        String title,
        int cycle,
        UUID user,
        String channel,
        String contactMethod,
        DeliveryStatus status,
        @Nullable String detail,
        @Nullable String receipt,
        List<Attempt> attempts,
        Instant createdAt,
        @Nullable Instant sentAt) {

    /**
     * One call of a provider.
     *
     * @param outcome {@code sent}, {@code passing}, {@code permanent}, {@code ambiguous}; null while it is under way
     */
    public record Attempt(
            int n,
            Instant startedAt,
            @Nullable String outcome,
            @Nullable String detail) {}
}
