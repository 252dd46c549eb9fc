package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import org.jspecify.annotations.Nullable;

/** The one rule that turns a local time, such as that of a hand-off, into an instant. */
public final class LocalInstant {
    private LocalInstant() {}

    /** What a form sends of a date and a time in that zone; null when it is neither, or of no year that anybody means. */
    public static @Nullable Instant read(String typed, ZoneId zone) {
        LocalDateTime local = LocalText.read(typed);
        return local == null ? null : of(local, zone);
    }

    /**
     * A local time that is skipped is the first instant after the gap; one that is repeated is its first occurrence, for
     * the one who leaves and the one who comes alike, so that a clock change makes neither a hole nor an overlap.
     */
    public static Instant of(LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        if (transition == null) {
            return local.toInstant(zone.getRules().getOffset(local));
        }
        return transition.isGap() ? transition.getInstant() : local.toInstant(transition.getOffsetBefore());
    }
}
