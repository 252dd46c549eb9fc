package dev.belfry.oncall.rota.outside;

import dev.belfry.oncall.identity.outcome.Thing;
import java.util.Locale;

/** What a calendar is followed for. */
public enum OutsideKind {
    ABSENCE,
    HOLIDAY,
    SCHEDULE;

    /** What is answered when there is none with that id. */
    public Thing thing() {
        return switch (this) {
            case ABSENCE -> new Thing("absence calendar", "/api/v1/absence-calendars");
            case HOLIDAY -> new Thing("holiday calendar", "/api/v1/holiday-calendars");
            case SCHEDULE -> new Thing("schedule that follows a calendar", "/api/v1/schedules");
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
