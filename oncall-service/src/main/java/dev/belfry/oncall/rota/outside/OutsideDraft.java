package dev.belfry.oncall.rota.outside;

import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.rota.ical.CalendarClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A calendar to follow, as somebody asks for it.
 *
 * @param url where it is fetched
 * @param ics the calendar itself, when it is not fetched
 */
public record OutsideDraft(
        String name,
        @Nullable UUID user,
        @Nullable UUID team,
        @Nullable String url,
        @Nullable String ics) {
    List<Answer.Bad> bad(boolean fresh) {
        List<Answer.Bad> bad = new ArrayList<>();
        if (name.isBlank()) {
            bad.add(new Answer.Bad("/name", "a calendar has a name"));
        }
        if ((url != null && ics != null) || (fresh && url == null && ics == null)) {
            bad.add(new Answer.Bad("/url", "say where it is fetched, or send the file as ics"));
        }
        String refusal = url == null ? null : CalendarClient.refusal(url);
        if (refusal != null) {
            bad.add(new Answer.Bad("/url", refusal));
        }
        return bad;
    }
}
