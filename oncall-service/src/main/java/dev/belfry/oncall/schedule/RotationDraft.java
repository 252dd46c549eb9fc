package dev.belfry.oncall.schedule;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A rotation as it is written in JSON, with its local start as text. */
public record RotationDraft(RotationUnit unit, @Nullable Integer every, String start, List<UUID> participants) {
    static RotationDraft of(Rotation rotation) {
        return new RotationDraft(
                rotation.unit(), rotation.every(), rotation.start().toString(), rotation.participants());
    }
}
