package dev.belfry.oncall.rota.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A shift; {@code user} is the first of those on call. */
public record ShiftBody(
        @Nullable Instant start,
        @Nullable Instant end,

        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Reference user,

        List<Reference> users,
        List<DutyBody> duties,
        @Nullable UUID override,
        List<UUID> superseded,
        boolean partial) {
    static ShiftBody of(ScheduleQueries.Roll roll, Shift shift) {
        List<Reference> users = people(roll, shift);
        return new ShiftBody(
                known(shift.start()),
                known(shift.end()),
                Reference.first(users),
                users,
                shift.duties().stream()
                        .map(duty -> new DutyBody(
                                new Reference(duty.user(), roll.name(duty.user())),
                                duty.group(),
                                duty.source(),
                                duty.by(),
                                duty.turn(),
                                duty.shadow()))
                        .toList(),
                shift.duties().stream()
                        .filter(duty -> duty.source() == Source.OVERRIDE || duty.source() == Source.SWAP)
                        .map(Duty::by)
                        .findFirst()
                        .orElse(null),
                shift.superseded(),
                shift.partial());
    }

    /** Hourly turns for a year; there may be more where groups and restrictions cut them. */
    static final int MOST = 10_000;

    /** The first 10,000 of them. */
    public static List<ShiftBody> all(ScheduleQueries.Roll roll) {
        return roll.shifts().stream().limit(MOST).map(shift -> of(roll, shift)).toList();
    }

    /** One person in a shift and why. */
    public record DutyBody(
            Reference user,
            @Nullable UUID group,
            Source source,
            UUID by,
            @Nullable Instant turn,
            boolean shadow) {}

    /** Somebody, by id and name. */
    public record Reference(UUID id, String name) {
        static @Nullable Reference first(List<Reference> all) {
            return all.isEmpty() ? null : all.getFirst();
        }
    }

    static List<Reference> people(ScheduleQueries.Roll roll, Shift shift) {
        return shift.people().stream()
                .map(person -> new Reference(person, roll.name(person)))
                .toList();
    }

    static @Nullable Instant known(Instant instant) {
        return instant.equals(Instant.MIN) || instant.equals(Instant.MAX) ? null : instant;
    }
}
