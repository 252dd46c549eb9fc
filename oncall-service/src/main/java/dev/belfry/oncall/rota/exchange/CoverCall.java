package dev.belfry.oncall.rota.exchange;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** What those are told who could take a shift for which somebody asks for cover. */
final class CoverCall {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

    private CoverCall() {}

    static List<NoticeRequest> of(
            Schedule schedule, CoverRequest request, Map<UUID, String> names, List<UUID> others, Instant now) {
        UUID person = request.part().user();
        String name = names.getOrDefault(person, "Somebody");
        String text = name + " asks for cover on \"" + schedule.name() + "\" from "
                + time(request.part().start(), schedule.zone()) + " to "
                + time(request.part().end(), schedule.zone()) + ".\n\n"
                + (request.note().isEmpty() ? "" : "\u201c" + request.note() + "\u201d\n\n")
                + "Take it in the console. Until somebody does, " + name + " stays on call.\n";
        return others.stream()
                .map(user -> new NoticeRequest(
                        Ids.derived("cover-asked", request.id(), user),
                        user,
                        "cover.asked",
                        name + " asks for cover: " + schedule.name(),
                        text,
                        "/on-call/cover",
                        now))
                .toList();
    }

    private static String time(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone)) + " (" + zone.getId() + ")";
    }
}
