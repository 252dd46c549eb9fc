package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.escalation.Party;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step that was passed over, and why.
 *
 * @param whom who is named in it
 * @param wanted what it is for, when its conditions do not hold
 */
public record Skipped(
        Position position,
        FactReason reason,
        List<Party> whom,
        @Nullable String wanted) {
    public Skipped {
        whom = List.copyOf(whom);
    }
}
