package dev.belfry.oncall.rota.handoff;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;

/** The clocks of a time zone are put forward or back. */
record ClockChange(Instant at, ZoneOffset before, ZoneOffset after) {
    static ClockChange of(ZoneOffsetTransition transition) {
        return new ClockChange(transition.getInstant(), transition.getOffsetBefore(), transition.getOffsetAfter());
    }

    ZoneOffsetTransition transition() {
        return ZoneOffsetTransition.of(LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, before), before, after);
    }
}
