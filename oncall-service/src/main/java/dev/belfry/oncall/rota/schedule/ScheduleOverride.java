package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.outcome.Thing;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An exception from what the layers say, from {@code start} until just before {@code end}.
 *
 * @param group the only group it is about; null for the whole schedule
 * @param turn with {@code layer} the only shift it is about: the turn that begins then
 * @param user who comes; null when somebody only goes
 * @param replaces the only person it is about; null for whoever is on call
 * @param swap the swap it is a half of: such a pair gives way to every other override
 */
public record ScheduleOverride(
        UUID id,
        UUID schedule,
        OverrideKind kind,
        @Nullable UUID group,
        @Nullable UUID layer,
        @Nullable Instant turn,
        @Nullable UUID user,
        @Nullable UUID replaces,
        Instant start,
        Instant end,
        @Nullable UUID swap,
        Instant createdAt,
        @Nullable String createdBy) {
    public static final Thing THING = new Thing("override", "/api/v1/overrides");

    /** The one created last wins; ids break the tie so that every reader agrees. */
    static final Comparator<ScheduleOverride> CREATED =
            Comparator.comparing(ScheduleOverride::createdAt).thenComparing(o -> o.id().toString());

    /** The narrowest scope wins over wider ones, then the one created last; a swap gives way to all others. */
    static final Comparator<ScheduleOverride> PRECEDENCE =
            Comparator.comparingInt(ScheduleOverride::rank).thenComparing(CREATED);

    private int rank() {
        int narrowness = turn != null ? 2 : group != null ? 1 : 0;
        return swap == null ? 3 + narrowness : narrowness;
    }

    /** Everybody it names. */
    public Set<UUID> people() {
        return Stream.of(user, replaces).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    boolean covers(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    /** Whether it is about this group, and about this shift of it. */
    boolean isAbout(@Nullable UUID someGroup, Track.@Nullable Stretch shift) {
        return (group == null || group.equals(someGroup))
                && (turn == null
                        || (shift != null && turn.equals(shift.turn()) && Objects.equals(layer, shift.layer())));
    }

    /** Whether it puts somebody else, or nobody, in the place of this person. */
    boolean takesFrom(@Nullable UUID person) {
        return switch (kind) {
            case REPLACE -> replaces == null || replaces.equals(person);
            case REMOVE -> person != null && person.equals(replaces);
            case VACATE -> person != null;
            case ADD, SHADOW -> false;
        };
    }
}
