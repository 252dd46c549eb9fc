package dev.belfry.oncall.rota.outside;

import java.util.Locale;

/** What a calendar is followed for. */
public enum OutsideKind {
    ABSENCE,
    HOLIDAY,
    SCHEDULE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
