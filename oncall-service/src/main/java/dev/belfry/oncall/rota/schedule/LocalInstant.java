package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one rule that turns a local time, such as that of a hand-off, into an instant. */
public final class LocalInstant {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter SAID = DateTimeFormatter.ofPattern("EEE d MMM HH:mm (xxx)", Locale.ENGLISH);
    private static final Pattern OFFSET = Pattern.compile("[+-]\\d\\d:\\d\\d$");

    private LocalInstant() {}

    /**
     * What a form sends of a date and a time in that zone, with its offset where the clock shows it twice; null when it is
     * neither, or of no year that anybody means.
     */
    public static @Nullable Instant read(String typed, ZoneId zone) {
        if (passes(typed, zone).contains(typed)) {
            return OffsetDateTime.parse(typed).toInstant();
        }
        LocalDateTime local = LocalText.read(typed);
        return local == null ? null : of(local, zone);
    }

    /** The two times that a local time can be which the clock shows twice, with their offsets; none for any other. */
    public static List<String> passes(String typed, ZoneId zone) {
        LocalDateTime local = LocalText.read(OFFSET.matcher(typed).replaceFirst(""));
        ZoneOffsetTransition transition = local == null ? null : zone.getRules().getTransition(local);
        return local == null || transition == null || transition.isGap()
                ? List.of()
                : List.of(
                        local.atOffset(transition.getOffsetBefore()).toString(),
                        local.atOffset(transition.getOffsetAfter()).toString());
    }

    /** What to ask of somebody who typed a time that the clock shows twice, and did not choose one, or never; null when all are clear. */
    public static @Nullable String question(ZoneId zone, String... typed) {
        for (String one : typed) {
            LocalDateTime local = LocalText.read(one);
            ZoneOffsetTransition skipped =
                    local == null ? null : zone.getRules().getTransition(local);
            if (local != null && skipped != null && skipped.isGap()) {
                return "There is no " + TIME.format(local) + ": the clocks of " + zone.getId() + " go from "
                        + skipped.getDateTimeBefore().toLocalTime() + " to "
                        + skipped.getDateTimeAfter().toLocalTime() + " then. Choose another time.";
            }
            if (local != null && !passes(one, zone).isEmpty()) {
                return "On " + TIME.format(local) + " the clocks of " + zone.getId()
                        + " have gone back and show this time again. Choose which of the two you mean.";
            }
        }
        return null;
    }

    /** An instant as the clocks of the zone show it, with the offset, so that a clock change is seen. */
    public static String said(Instant instant, ZoneId zone) {
        if (instant.equals(Instant.MIN)) {
            return "always";
        }
        return instant.equals(Instant.MAX) ? "further notice" : SAID.format(instant.atZone(zone));
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
