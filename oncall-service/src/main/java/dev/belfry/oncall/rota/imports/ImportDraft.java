package dev.belfry.oncall.rota.imports;

import dev.belfry.oncall.identity.input.Zones;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.rota.ical.CalendarClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A calendar that is to become a schedule.
 *
 * @param timeZone the schedule's; that of the calendar unless given
 * @param dryRun whether nothing is made; so unless told otherwise
 * @param follow whether the calendar is read again and again, and the schedule goes with it
 */
public record ImportDraft(
        String name,
        @Nullable String timeZone,
        @Nullable UUID team,
        @Nullable String url,
        @Nullable String ics,
        @Nullable Boolean dryRun,
        @Nullable Boolean follow) {
    boolean isDry() {
        return dryRun == null || dryRun;
    }

    boolean follows() {
        return Boolean.TRUE.equals(follow);
    }

    List<Answer.Bad> bad() {
        List<Answer.Bad> bad = new ArrayList<>();
        if (timeZone != null) {
            Zones.check(timeZone, "/timeZone", bad);
        }
        if ((url == null) == (ics == null)) {
            bad.add(new Answer.Bad("/url", "say where the calendar is fetched, or send the file as ics"));
        }
        String refusal = url == null ? null : CalendarClient.refusal(url);
        if (refusal != null) {
            bad.add(new Answer.Bad("/url", refusal));
        }
        if (follows() && url == null) {
            bad.add(new Answer.Bad("/follow", "only a calendar that is fetched can be followed"));
        }
        return bad;
    }
}
