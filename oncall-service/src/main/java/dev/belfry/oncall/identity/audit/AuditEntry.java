package dev.belfry.oncall.identity.audit;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody did.
 *
 * @param actor {@code user:ID}, {@code token:ID}, {@code service} or {@code nobody}
 * @param action what was done to what kind of thing, such as {@code schedule.changed}
 * @param detail the members that changed, without any secret
 */
public record AuditEntry(
        UUID id,
        Instant at,
        String actor,
        String actorName,
        String action,
        @Nullable UUID object,
        @Nullable UUID team,
        Map<String, Object> detail,
        String address) {}
