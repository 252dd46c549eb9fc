package dev.belfry.incident.signal.silence;

import dev.belfry.incident.catalog.service.Service;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * From when to when alerts that meet every condition page nobody.
 *
 * @param service whose alerts; null for those of every service but Belfry's own, whose trouble is never silenced unasked
 * @param createdBy who, in the words they gave
 * @param version grows by one with every change
 */
public record Silence(
        UUID id,
        @Nullable UUID service,
        List<Matcher> matchers,
        Instant startsAt,
        Instant endsAt,
        String createdBy,
        String comment,
        Map<String, String> annotations,
        long version,
        Instant updatedAt)
        implements Quiet {
    public static final int MOST_MATCHERS = 50;
    public static final int LONGEST_COMMENT = 2_000;
    public static final int LONGEST_CREATOR = 200;

    /** Where a silence is in its life. */
    public enum State {
        PENDING,
        ACTIVE,
        EXPIRED
    }

    /** Where it is in its life at that time. */
    public State state(Instant now) {
        if (!endsAt.isAfter(now)) {
            return State.EXPIRED;
        }
        return startsAt.isAfter(now) ? State.PENDING : State.ACTIVE;
    }

    /** Whether it may speak of alerts of this service at all. */
    public boolean covers(UUID serviceId) {
        return service == null ? !serviceId.equals(Service.BELFRY) : service.equals(serviceId);
    }

    @Override
    public boolean silences(UUID serviceId, Map<String, String> labels) {
        return covers(serviceId) && matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }

    /** The same, but nothing begins before it is made. */
    Silence notBefore(Instant now) {
        var starts = startsAt.isBefore(now) ? now : startsAt;
        return new Silence(id, service, matchers, starts, endsAt, createdBy, comment, annotations, version, updatedAt);
    }

    /** The same under another id, as a new one. */
    Silence withId(UUID newId) {
        return new Silence(newId, service, matchers, startsAt, endsAt, createdBy, comment, annotations, 1, updatedAt);
    }

    /** This silence as it is wanted, as far as that may change; one version later. */
    Silence changed(Silence wanted) {
        return new Silence(
                id,
                service,
                matchers,
                wanted.startsAt,
                wanted.endsAt,
                wanted.createdBy,
                wanted.comment,
                wanted.annotations,
                version + 1,
                wanted.updatedAt);
    }

    /** Whether the conditions are these, in whatever order. */
    public boolean sameMatchers(List<Matcher> others) {
        return matchers.size() == others.size()
                && matchers.stream().allMatch(one -> others.stream().anyMatch(one::same))
                && others.stream().allMatch(one -> matchers.stream().anyMatch(one::same));
    }
}
