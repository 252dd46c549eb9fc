package dev.belfry.oncall.rota.schedule;

import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * People taking turns, perhaps only at some hours of the week and only from a local time until another. When turns begin
 * (the phase) is the rotation's matter, not that of {@code from}: moving the one leaves the other.
 *
 * @param worked whether only turns that have some instant inside the restrictions count; one that a clock change skips has none
 */
public record Layer(
        UUID id,
        String name,
        Rotation rotation,
        List<Member> members,
        List<Restriction> restrictions,
        boolean worked,
        @Nullable LocalDateTime from,
        @Nullable LocalDateTime until) {
    public Layer {
        members = List.copyOf(members);
        restrictions = List.copyOf(restrictions);
    }
}
