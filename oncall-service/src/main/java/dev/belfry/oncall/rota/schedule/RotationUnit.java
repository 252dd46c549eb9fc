package dev.belfry.oncall.rota.schedule;

import java.time.temporal.ChronoUnit;

/** What a turn of a rotation is measured in: hours are elapsed time unless aligned to the wall clock, the others are counted in the local calendar. */
public enum RotationUnit {
    HOURLY(ChronoUnit.HOURS, 168),
    DAILY(ChronoUnit.DAYS, 7),
    WEEKLY(ChronoUnit.WEEKS, 1),
    MONTHLY(ChronoUnit.MONTHS, 0);

    private final ChronoUnit calendar;
    private final int week;

    RotationUnit(ChronoUnit calendar, int week) {
        this.calendar = calendar;
        this.week = week;
    }

    ChronoUnit calendar() {
        return calendar;
    }

    /** How many of it a week has; 0 when no whole number of weeks is a whole number of it. */
    int week() {
        return week;
    }
}
