package dev.belfry.oncall.rota.schedule;

import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A slot of a rotation. While it is vacant, or its person not yet or no longer there, the layer has nobody in its turns and
 * the layer below shows; the others keep their turns.
 *
 * @param user null for a vacant slot
 */
public record Member(
        @Nullable UUID user,
        @Nullable LocalDateTime from,
        @Nullable LocalDateTime until) {
    public static Member of(UUID user) {
        return new Member(user, null, null);
    }
}
