package dev.belfry.oncall.schedule;

import java.time.temporal.ChronoUnit;

/** What a turn of a rotation is measured in: hours are elapsed time, the others are counted in the local calendar. */
public enum RotationUnit {
    HOURLY(ChronoUnit.HOURS),
    DAILY(ChronoUnit.DAYS),
    WEEKLY(ChronoUnit.WEEKS),
    MONTHLY(ChronoUnit.MONTHS);

    private final ChronoUnit calendar;

    RotationUnit(ChronoUnit calendar) {
        this.calendar = calendar;
    }

    ChronoUnit calendar() {
        return calendar;
    }
}
