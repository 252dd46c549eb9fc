package dev.belfry.oncall.rota.absence;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.rota.exchange.CoverRequest;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What is said when nobody has taken the shift of somebody who will be away. */
final class CoverNotices {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

    private CoverNotices() {}

    /** The names of those who are away, and those who lead the team. */
    record People(Map<UUID, String> names, List<UUID> managers) {}

    /** To those who lead the team, and to the person, who stays on call. */
    static List<NoticeRequest> of(Schedule schedule, CoverRequest request, People people, Instant now) {
        UUID person = request.part().user();
        String name = people.names.getOrDefault(person, "Somebody");
        Set<UUID> told = new LinkedHashSet<>(people.managers);
        told.add(person);
        String text = name + " is on call on \"" + schedule.name() + "\" from "
                + time(request.part().start(), schedule.zone()) + " to "
                + time(request.part().end(), schedule.zone())
                + " and will be away then. Cover was asked for, and nobody has taken it yet.\n\n"
                + "Until somebody does, " + name + " stays on call and is paged.\n";
        return told.stream()
                .map(user -> new NoticeRequest(
                        Ids.derived("cover-wanted", request.id(), user),
                        user,
                        "cover.wanted",
                        "Nobody covers for " + name + " yet: " + schedule.name(),
                        text,
                        "/on-call/cover",
                        now))
                .toList();
    }

    private static String time(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone)) + " (" + zone.getId() + ")";
    }
}
