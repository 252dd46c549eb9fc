package dev.belfry.oncall.rota.imports;

import dev.belfry.oncall.rota.ical.Event;
import dev.belfry.oncall.rota.ical.Occurrence;
import dev.belfry.oncall.rota.schedule.GroupDraft;
import dev.belfry.oncall.rota.schedule.LayerDraft;
import dev.belfry.oncall.rota.schedule.TurnsDraft;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The shifts of a calendar.
 *
 * @param unmatched what stands for people who are not known here, and in how many events
 */
record Imported(List<Shift> shifts, Map<String, Integer> unmatched) {
    /** What a layer may have; the contract says the same of a schedule that is sent. */
    private static final int MOST_TURNS = 2_000;

    private static final int MOST_GROUPS = 20;
    private static final int MOST_UNMATCHED = 100;

    /** Somebody's time in the calendar. */
    record Shift(UUID user, Instant start, Instant end, String summary) {}

    /** @param from what was over by then is left out */
    static Imported of(List<Occurrence> occurrences, KnownPeople people, Instant from) {
        List<Shift> shifts = new ArrayList<>();
        Map<String, Integer> unmatched = new LinkedHashMap<>();
        for (Occurrence one : shifts(occurrences)) {
            if (one.end().isAfter(from)) {
                List<UUID> found = people.of(one.event());
                found.forEach(user -> shifts.add(
                        new Shift(user, one.start(), one.end(), one.event().summary())));
                if (found.isEmpty() && unmatched.size() < MOST_UNMATCHED) {
                    List<String> mails = one.event().mails();
                    unmatched.merge(mails.isEmpty() ? one.event().summary() : mails.getFirst(), 1, Integer::sum);
                }
            }
        }
        shifts.sort(Comparator.comparing(Shift::start).thenComparing(Shift::end).thenComparing(Shift::user));
        return new Imported(shifts, unmatched);
    }

    /**
     * Those events that can be shifts: what is busy. A calendar in which everything is free is one of shifts alone, as many
     * programs write them so that they block nobody's day; beside what is busy, free is free.
     */
    private static List<Occurrence> shifts(List<Occurrence> occurrences) {
        List<Occurrence> busy = with(occurrences, Event.Presence.BUSY);
        return (busy.isEmpty() ? with(occurrences, Event.Presence.FREE) : busy)
                .stream().filter(one -> !one.event().off()).toList();
    }

    private static List<Occurrence> with(List<Occurrence> occurrences, Event.Presence presence) {
        return occurrences.stream()
                .filter(one -> one.event().presence() == presence)
                .toList();
    }

    /**
     * The shifts as groups of a schedule: one layer each, whose turns begin where a shift begins or ends; shifts that
     * overlap are in groups of their own.
     *
     * @throws IllegalArgumentException when there are none, or more than a schedule can have
     */
    List<GroupDraft> groups(ZoneId zone) {
        if (shifts.isEmpty()) {
            throw new IllegalArgumentException("there is no shift in it of anybody who is known here");
        }
        List<Lane> lanes = new ArrayList<>();
        for (Shift shift : shifts) {
            LocalDateTime start = LocalDateTime.ofInstant(shift.start, zone);
            LocalDateTime end = LocalDateTime.ofInstant(shift.end, zone);
            Lane lane = lanes.stream()
                    .filter(one -> !one.end.isAfter(start))
                    .findFirst()
                    .orElse(null);
            if (lane == null) {
                lane = new Lane();
                lanes.add(lane);
            }
            // Within the hour that comes twice a local time can go backwards: such a shift has no local length.
            if (end.isAfter(start)) {
                lane.add(shift.user, start, end);
            }
        }
        if (lanes.size() > MOST_GROUPS) {
            throw new IllegalArgumentException("more than " + MOST_GROUPS + " people are on call at once");
        }
        List<GroupDraft> groups = new ArrayList<>();
        for (Lane lane : lanes) {
            if (lane.starts.size() > MOST_TURNS) {
                throw new IllegalArgumentException("there are more than " + MOST_TURNS + " turns");
            }
            if (!lane.starts.isEmpty()) {
                groups.add(lane.group("Calendar" + (groups.isEmpty() ? "" : " " + (groups.size() + 1))));
            }
        }
        return groups;
    }

    /** Shifts one after the other, with vacant turns between them and one at the end. */
    private static final class Lane {
        private final List<LocalDateTime> starts = new ArrayList<>();
        private final List<LayerDraft.MemberDraft> members = new ArrayList<>();
        private LocalDateTime end = LocalDateTime.MIN;

        void add(UUID user, LocalDateTime start, LocalDateTime stop) {
            if (starts.isEmpty() || start.isAfter(end)) {
                starts.add(start);
                members.add(new LayerDraft.MemberDraft(user, null, null));
            } else {
                members.set(members.size() - 1, new LayerDraft.MemberDraft(user, null, null));
            }
            starts.add(stop);
            members.add(new LayerDraft.MemberDraft(null, null, null));
            end = stop;
        }

        GroupDraft group(String name) {
            TurnsDraft turns = new TurnsDraft(
                    null,
                    null,
                    null,
                    starts.getFirst().toString(),
                    null,
                    null,
                    // The rule says only that the start is an occurrence; the others are dates.
                    List.of("FREQ=DAILY;COUNT=1"),
                    starts.stream().skip(1).map(LocalDateTime::toString).toList(),
                    null);
            LayerDraft layer = new LayerDraft(
                    null,
                    "From the calendar",
                    turns,
                    List.copyOf(members),
                    null,
                    null,
                    starts.getFirst().toString(),
                    null,
                    null);
            return new GroupDraft(null, name, List.of(layer));
        }
    }
}
