package dev.belfry.oncall.rota.schedule;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * People taking turns, perhaps only at some hours of the week and only from a local time until another. When turns begin
 * (the phase) is the rotation's matter, not that of {@code from}: moving the one leaves the other.
 *
 * @param worked whether only turns that have some instant inside the restrictions count; one that a clock change skips has none
 * @param ownZone in which its local times count; null for that of the schedule
 */
public record Layer(
        UUID id,
        String name,
        Rotation rotation,
        List<Member> members,
        List<Restriction> restrictions,
        boolean worked,
        @Nullable LocalDateTime from,
        @Nullable LocalDateTime until,
        @Nullable ZoneId ownZone) {
    public Layer {
        members = List.copyOf(members);
        restrictions = List.copyOf(restrictions);
    }

    /** The zone in which its local times count. */
    ZoneId zone(ZoneId ofSchedule) {
        return ownZone == null ? ofSchedule : ownZone;
    }

    Layer in(UnaryOperator<ZoneId> zones) {
        return new Layer(
                id,
                name,
                rotation,
                members,
                restrictions,
                worked,
                from,
                until,
                ownZone == null ? null : zones.apply(ownZone));
    }
}
