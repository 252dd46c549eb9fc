package dev.belfry.incident.signal.silence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A silence as people and programs see it.
 *
 * @param service absent when it is for all services
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
        Instant updatedAt) {

    /** A matcher without what it was compiled to. */
    public record Condition(String name, String value, boolean isRegex, boolean isEqual) {}

    static SilenceView of(Silence silence, Instant now) {
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
                silence.updatedAt());
    }
}
