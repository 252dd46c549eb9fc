package dev.belfry.oncall.paging.policy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of those whom a step pages.
 *
 * @param who for a team only; on call unless given
 * @param name what a channel or webhook is called, since another service keeps them
 */
public record Target(
        TargetType type,
        UUID id,
        @Nullable TeamPart who,
        @Nullable String name) {
    public Target(TargetType type, UUID id) {
        this(type, id, null, null);
    }

    public static Target team(UUID id, TeamPart who) {
        return new Target(TargetType.TEAM, id, who, null);
    }

    /** Whether nobody may be behind it now, and somebody later. */
    boolean comesOn() {
        return type == TargetType.SCHEDULE || (type == TargetType.TEAM && part() == TeamPart.ONCALL);
    }

    public TeamPart part() {
        return who == null ? TeamPart.ONCALL : who;
    }
}
