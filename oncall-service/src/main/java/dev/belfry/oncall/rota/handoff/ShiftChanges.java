package dev.belfry.oncall.rota.handoff;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.rota.schedule.DutyTime;
import dev.belfry.oncall.rota.schedule.OnCallQueries.Ahead;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.Span;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides whom to tell that somebody else has changed their shifts. */
final class ShiftChanges {
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
        return differing(before, after, now, to).stream()
                .filter(change -> !change.person().equals(author))
                .map(change -> notice(
                        write,
                        change.person(),
                        before.schedule().name(),
                        after == null
                                ? "/on-call"
                                : "/schedules/" + before.schedule().id(),
                        text(authorName, before.schedule(), change, to),
                        now))
                .toList();
    }

    /** What somebody's time on call was and is. */
    record Change(UUID person, List<Span> was, List<Span> is) {
        List<Span> gone() {
            return was.stream().filter(span -> !is.contains(span)).toList();
        }

        List<Span> come() {
            return is.stream().filter(span -> !was.contains(span)).toList();
        }
    }

    /** Everybody whose time differs between the two instants, each once. */
    static List<Change> differing(Ahead before, @Nullable Ahead after, Instant from, Instant to) {
        Map<UUID, List<Span>> old = DutyTime.of(before.shifts(), from, to);
        Map<UUID, List<Span>> fresh = after == null ? Map.of() : DutyTime.of(after.shifts(), from, to);
        Set<UUID> people = new LinkedHashSet<>(old.keySet());
        people.addAll(fresh.keySet());
        return people.stream()
                .map(person ->
                        new Change(person, old.getOrDefault(person, List.of()), fresh.getOrDefault(person, List.of())))
                .filter(change -> !change.was().equals(change.is()))
                .toList();
    }

    static NoticeRequest notice(UUID write, UUID person, String schedule, String path, String text, Instant now) {
        return new NoticeRequest(
                Ids.derived("shift-changed", write, person),
                person,
                "shift.changed",
                "Your shifts changed: " + schedule,
                text,
                path,
                now);
    }

    private static String text(String author, Schedule schedule, Change change, Instant to) {
        StringBuilder text = new StringBuilder(author)
                .append(" changed who is on call on \"")
                .append(schedule.name())
                .append("\" in the next two weeks (")
                .append(schedule.zone().getId())
                .append(").\n");
        ShiftLines lines = ShiftLines.ofTwoWeeks(to);
        lines.add(text, "Not yours any more as it was:", change.gone(), schedule.zone());
        lines.add(text, "Yours now:", change.come(), schedule.zone());
        if (change.is().isEmpty()) {
            text.append("\nYou are not on call there until ")
                    .append(lines.write(to, schedule.zone()))
                    .append(".\n");
        }
        return text.toString();
    }
}
