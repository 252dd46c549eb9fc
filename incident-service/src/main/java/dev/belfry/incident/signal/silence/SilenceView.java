package dev.belfry.incident.signal.silence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A silence as people and programs see it.
 *
 * @param service absent when it is for all services
 * @param matchingAlerts how many open alerts it matched when it was made; absent in other answers
 * @param note the same in words
 */
public record SilenceView(
        UUID id,
        @Nullable UUID service,
        Silence.State status,
        List<Condition> matchers,
        Instant startsAt,
        Instant endsAt,
        String createdBy,
        String comment,
        long version,
        Instant updatedAt,
        @Nullable Integer matchingAlerts,
        @Nullable String note) {

    /** A matcher without what it was compiled to. */
    public record Condition(String name, String value, boolean isRegex, boolean isEqual) {}

    static SilenceView of(Silence silence, Instant now) {
        return of(silence, now, null);
    }

    /** @param reach what it matches, if that was asked */
    static SilenceView of(Silence silence, Instant now, @Nullable Reach reach) {
        return new SilenceView(
                silence.id(),
                silence.service(),
                silence.state(now),
                silence.matchers().stream()
                        .map(one -> new Condition(one.name(), one.value(), one.isRegex(), one.isEqual()))
                        .toList(),
                silence.startsAt(),
                silence.endsAt(),
                silence.createdBy(),
                silence.comment(),
                silence.version(),
                silence.updatedAt(),
                reach == null ? null : reach.openAlerts(),
                reach == null ? null : reach.note());
    }
}
