package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Schedules and overrides for tests. */
public final class Samples {
    public static final UUID ANA = new UUID(0, 1);
    public static final UUID BEA = new UUID(0, 2);
    public static final UUID CID = new UUID(0, 3);
    public static final UUID DAN = new UUID(0, 4);
    public static final UUID SCHEDULE = new UUID(9, 9);
    public static final UUID FIRST = new UUID(8, 1);
    public static final UUID SECOND = new UUID(8, 2);

    private Samples() {}

    /** The short form: one group with one layer that begins at its anchor. */
    public static Schedule schedule(String zone, RotationUnit unit, String start, UUID... people) {
        return schedule(zone, layer(1, Rotation.every(1, unit, LocalDateTime.parse(start)), start, people));
    }

    public static Schedule schedule(String zone, Layer... layers) {
        return grouped(zone, new Group(FIRST, "Primary", List.of(layers)));
    }

    public static Schedule grouped(String zone, Group... groups) {
        return new Schedule(SCHEDULE, "Payments", null, ZoneId.of(zone), List.of(groups), 1);
    }

    public static Layer layer(int number, Rotation rotation, @Nullable String from, @Nullable UUID... people) {
        List<Member> members =
                Stream.of(people).map(person -> new Member(person, null, null)).toList();
        return new Layer(
                new UUID(7, number),
                "Layer " + number,
                rotation,
                members,
                List.of(),
                false,
                from == null ? null : LocalDateTime.parse(from),
                null,
                null);
    }

    public static Layer restricted(Layer layer, boolean worked, Restriction... restrictions) {
        return new Layer(
                layer.id(),
                layer.name(),
                layer.rotation(),
                layer.members(),
                List.of(restrictions),
                worked,
                layer.from(),
                layer.until(),
                layer.ownZone());
    }

    public static ScheduleOverride override(
            int order, OverrideKind kind, @Nullable UUID user, @Nullable UUID replaces, String start, String end) {
        return override(order, kind, null, user, replaces, start, end);
    }

    public static ScheduleOverride override(
            int order,
            OverrideKind kind,
            @Nullable UUID group,
            @Nullable UUID user,
            @Nullable UUID replaces,
            String start,
            String end) {
        return new ScheduleOverride(
                new UUID(5, order),
                SCHEDULE,
                kind,
                group,
                null,
                null,
                user,
                replaces,
                Instant.parse(start),
                Instant.parse(end),
                null,
                Instant.ofEpochSecond(order),
                null);
    }
}
