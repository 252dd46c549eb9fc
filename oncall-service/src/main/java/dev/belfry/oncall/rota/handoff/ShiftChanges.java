package dev.belfry.oncall.rota.handoff;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.rota.schedule.DutyTime;
import dev.belfry.oncall.rota.schedule.OnCallQueries.Ahead;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.Span;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides whom to tell that somebody else has changed their shifts. */
final class ShiftChanges {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    private static final int MOST = 30;

    private ShiftChanges() {}

    /**
     * One notice for each whose time differs, except for who did it. A schedule that is just made tells nobody: whoever sets
     * up an installation, or moves a hundred schedules into it, changes nobody's shifts.
     *
     * @param write what happened once
     * @param author null for a token that belongs to no person
     * @param before null for a schedule that was just made
     * @param after null for one that was removed
     * @param to until when the two were read
     */
    static List<NoticeRequest> of(
            UUID write,
            @Nullable UUID author,
            String authorName,
            @Nullable Ahead before,
            @Nullable Ahead after,
            Instant to,
            Instant now) {
        if (before == null) {
            return List.of();
        }
        Map<UUID, List<Span>> old = DutyTime.of(before.shifts(), now, to);
        Map<UUID, List<Span>> fresh = after == null ? Map.of() : DutyTime.of(after.shifts(), now, to);
        Set<UUID> people = new LinkedHashSet<>(old.keySet());
        people.addAll(fresh.keySet());
        List<NoticeRequest> notices = new ArrayList<>();
        for (UUID person : people) {
            List<Span> was = old.getOrDefault(person, List.of());
            List<Span> is = fresh.getOrDefault(person, List.of());
            if (!was.equals(is) && !person.equals(author)) {
                notices.add(new NoticeRequest(
                        Ids.derived("shift-changed", write, person),
                        person,
                        "shift.changed",
                        "Your shifts changed: " + before.schedule().name(),
                        text(authorName, before.schedule(), was, is, to),
                        "/on-call",
                        now));
            }
        }
        return notices;
    }

    private static String text(String author, Schedule schedule, List<Span> was, List<Span> is, Instant to) {
        List<Span> gone = was.stream().filter(span -> !is.contains(span)).toList();
        List<Span> come = is.stream().filter(span -> !was.contains(span)).toList();
        StringBuilder text = new StringBuilder(author)
                .append(" changed who is on call on \"")
                .append(schedule.name())
                .append("\" in the next two weeks (")
                .append(schedule.zone().getId())
                .append(").\n");
        list(text, "Not yours any more as it was:", gone, to, schedule.zone());
        list(text, "Yours now:", come, to, schedule.zone());
        if (is.isEmpty()) {
            text.append("\nYou are not on call there until ")
                    .append(TIME.format(to.atZone(schedule.zone())))
                    .append(".\n");
        }
        return text.toString();
    }

    private static void list(StringBuilder text, String title, List<Span> spans, Instant to, ZoneId zone) {
        if (spans.isEmpty()) {
            return;
        }
        text.append("\n").append(title).append("\n");
        spans.stream()
                .limit(MOST)
                .forEach(span -> text.append(TIME.format(span.from().atZone(zone)))
                        .append(" to ")
                        .append(
                                span.to().equals(to)
                                        ? "later than these two weeks"
                                        : TIME.format(span.to().atZone(zone)))
                        .append("\n"));
        if (spans.size() > MOST) {
            text.append("and ").append(spans.size() - MOST).append(" more\n");
        }
    }
}
