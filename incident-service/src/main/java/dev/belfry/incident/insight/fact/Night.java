package dev.belfry.incident.insight.fact;

/** When people sleep: from 22:00 to 07:00, in the zone of each. */
public final class Night {
    static final int EVENING = 22;
    static final int MORNING = 7;

    private Night() {}

    /** @param hour of the day */
    public static boolean at(int hour) {
        return hour >= EVENING || hour < MORNING;
    }
}
