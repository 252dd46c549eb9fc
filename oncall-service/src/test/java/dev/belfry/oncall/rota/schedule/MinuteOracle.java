package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.people.Inactivity;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is on call, straight from the rules and without any calendar arithmetic across zones: it walks minute by minute,
 * looks at the wall clock, and hands over when the furthest local time shown so far passes the next local hand-off. It
 * shares nothing with the engine but the records that describe a schedule.
 */
final class MinuteOracle {
    private static final long MINUTES_OF_WEEK = 7 * 1440;

    private final long first;
    private final int minutes;
    /** The local time of every minute, and the furthest shown so far, in minutes since the epoch. */
    private final long[] shown;

    private final long[] furthest;

    private final Instant from;
    private final Instant to;
    private final ZoneId zone;

    MinuteOracle(ZoneId zone, Instant from, Instant to) {
        this.zone = zone;
        this.from = from;
        this.to = to;
        this.first = Math.floorDiv(from.getEpochSecond(), 60L);
        this.minutes = (int) (Math.floorDiv(to.getEpochSecond(), 60L) - first);
        this.shown = new long[minutes];
        this.furthest = new long[minutes];
        long most = Long.MIN_VALUE;
        for (int i = 0; i < minutes; i++) {
            ZoneOffset now = zone.getRules().getOffset(Instant.ofEpochSecond((first + i) * 60));
            long offset = now.getTotalSeconds() / 60;
            shown[i] = first + i + offset;
            most = Math.max(most, shown[i]);
            furthest[i] = most;
        }
    }

    /** The same minutes by the wall clock of another zone. */
    private MinuteOracle of(@Nullable ZoneId other) {
        return other == null || other.equals(zone) ? this : new MinuteOracle(other, from, to);
    }

    /** Whom one layer has in every minute. */
    private List<@Nullable UUID> layer(Layer layer) {
        long[] turns = turns(layer.rotation());
        boolean[] open = open(layer.restrictions());
        long[] counted = turns;
        if (layer.worked()) {
            counted = worked(turns, open);
        }
        List<@Nullable UUID> who = new ArrayList<>(minutes);
        int size = layer.members().size();
        long from = layer.from() == null ? Long.MIN_VALUE : minute(layer.from());
        long until = layer.until() == null ? Long.MAX_VALUE : minute(layer.until());
        for (int i = 0; i < minutes; i++) {
            boolean runs = furthest[i] >= from && furthest[i] < until && open[i] && turns[i] != Long.MIN_VALUE;
            if (!runs) {
                who.add(null);
                continue;
            }
            long place = Math.floorDiv(counted[i], (long) layer.rotation().shiftsPerMember());
            Member member = layer.members().get((int) Math.floorMod(place, (long) size));
            boolean there = (member.from() == null || furthest[i] >= minute(member.from()))
                    && (member.until() == null || furthest[i] < minute(member.until()));
            who.add(there ? member.user() : null);
        }
        return who;
    }

    /** The number of the turn in every minute; the least long where there is none. */
    private long[] turns(Rotation rotation) {
        long[] turns = new long[minutes];
        List<Integer> lengths = rotation.lengths();
        if (rotation.unit() == RotationUnit.HOURLY
                && !rotation.wallAligned()
                && rotation.rules().isEmpty()) {
            int anchor = 0;
            while (furthest[anchor] < minute(rotation.start())) {
                anchor++;
            }
            long turn = 0;
            long used = 0;
            for (int i = anchor; i < minutes; i++) {
                if (used == 60L * lengths.get((int) (turn % lengths.size()))) {
                    turn++;
                    used = 0;
                }
                used++;
                turns[i] = turn;
            }
            turn = 0;
            used = 0;
            for (int i = anchor - 1; i >= 0; i--) {
                if (used == 0) {
                    turn--;
                    used = 60L * lengths.get((int) Math.floorMod(turn, (long) lengths.size()));
                }
                used--;
                turns[i] = turn;
            }
            return turns;
        }
        boolean rules = !rotation.rules().isEmpty();
        List<Long> handoffs = rules ? ruled(rotation) : new ArrayList<>();
        long start = rules ? 0 : -2_000;
        long turn = rules ? -1 : start - 1;
        long next = rules ? handoffs.getFirst() : handoff(rotation, start);
        for (int i = 0; i < minutes; i++) {
            while (furthest[i] >= next) {
                turn++;
                next = !rules
                        ? handoff(rotation, turn + 1)
                        : turn + 1 < handoffs.size() ? handoffs.get((int) turn + 1) : Long.MAX_VALUE;
            }
            turns[i] = rules && turn < 0 ? Long.MIN_VALUE : turn;
        }
        return turns;
    }

    private static long handoff(Rotation rotation, long number) {
        long units = 0;
        List<Integer> lengths = rotation.lengths();
        int whole = lengths.stream().mapToInt(Integer::intValue).sum();
        long rest = number;
        units += whole * Math.floorDiv(rest, (long) lengths.size());
        for (int i = 0; i < Math.floorMod(rest, (long) lengths.size()); i++) {
            units += lengths.get(i);
        }
        long start = minute(rotation.start());
        return switch (rotation.unit()) {
            case HOURLY -> start + 60 * units;
            case DAILY -> start + 1_440 * units;
            case WEEKLY -> start + MINUTES_OF_WEEK * units;
            case MONTHLY -> {
                LocalDateTime anchor = rotation.start();
                long month = anchor.getYear() * 12L + anchor.getMonthValue() - 1 + units;
                LocalDate day = LocalDate.of((int) Math.floorDiv(month, 12L), (int) Math.floorMod(month, 12L) + 1, 1);
                int last = day.plusDays(31).withDayOfMonth(1).minusDays(1).getDayOfMonth();
                yield day.toEpochDay() * 1_440 + (Math.min(anchor.getDayOfMonth(), last) - 1) * 1_440L + start % 1_440;
            }
        };
    }

    /** The rule that the cases use: every {@code n}th week on some days, weeks beginning on Monday. */
    private List<Long> ruled(Rotation rotation) {
        String rule = rotation.rules().rules().getFirst();
        int interval = Integer.parseInt(rule.replaceAll(".*INTERVAL=(\\d+).*", "$1"));
        String days = rule.replaceAll(".*BYDAY=", "");
        LocalDate monday = rotation.start().toLocalDate();
        while (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
            monday = monday.minusDays(1);
        }
        Set<Long> found = new LinkedHashSet<>();
        found.add(minute(rotation.start()));
        for (LocalDate day = rotation.start().toLocalDate(); minute(day.atStartOfDay()) < furthest[minutes - 1]; ) {
            long week = (day.toEpochDay() - monday.toEpochDay()) / 7;
            if (week % interval == 0 && days.contains(day.getDayOfWeek().name().substring(0, 2))) {
                LocalDateTime at = day.atTime(rotation.start().toLocalTime());
                if (!rotation.rules().left().contains(at)) {
                    found.add(minute(at));
                }
            }
            day = day.plusDays(1);
        }
        return found.stream().sorted().toList();
    }

    private boolean[] open(List<Restriction> restrictions) {
        boolean[] week = new boolean[(int) MINUTES_OF_WEEK];
        for (Restriction restriction : restrictions) {
            for (DayOfWeek day : restriction.days()) {
                int minute = restriction.from() / 60;
                while (minute % 1_440 != restriction.to() / 60 % 1_440 || minute == restriction.from() / 60) {
                    week[(int) (((day.getValue() - 1) * 1_440 + minute) % MINUTES_OF_WEEK)] = true;
                    minute++;
                }
            }
        }
        boolean[] open = new boolean[minutes];
        for (int i = 0; i < minutes; i++) {
            open[i] = restrictions.isEmpty() || week[(int) Math.floorMod(shown[i] + 3 * 1_440, MINUTES_OF_WEEK)];
        }
        return open;
    }

    /** Turns counted only when a minute of them was open; the walk must hold turn 0 and everything that is asked. */
    private long[] worked(long[] turns, boolean[] open) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (long turn : turns) {
            if (turn != Long.MIN_VALUE) {
                least = Math.min(least, turn);
                most = Math.max(most, turn);
            }
        }
        if (most == Long.MIN_VALUE) {
            return turns;
        }
        boolean[] worked = new boolean[(int) (most - least + 1)];
        for (int i = 0; i < minutes; i++) {
            if (open[i] && turns[i] != Long.MIN_VALUE) {
                worked[(int) (turns[i] - least)] = true;
            }
        }
        long[] before = new long[worked.length];
        for (int i = 1; i < worked.length; i++) {
            before[i] = before[i - 1] + (worked[i - 1] ? 1 : 0);
        }
        long zero = before[Math.clamp(-least, 0, worked.length - 1)];
        long[] counted = new long[minutes];
        for (int i = 0; i < minutes; i++) {
            counted[i] = turns[i] == Long.MIN_VALUE ? 0 : before[(int) (turns[i] - least)] - zero;
        }
        return counted;
    }

    private static long minute(LocalDateTime local) {
        return local.toEpochSecond(ZoneOffset.UTC) / 60;
    }

    /** The final schedule of every minute but the first ones: who is paged, in any order. */
    List<Set<UUID>> people(
            Schedule schedule,
            List<ScheduleOverride> overrides,
            List<TemporarySchedule> temporaries,
            List<Inactivity> inactivity,
            int skipped) {
        List<List<List<@Nullable UUID>>> groups = schedule.groups().stream()
                .map(group -> group.layers().stream()
                        .map(layer -> of(layer.ownZone()).layer(layer))
                        .toList())
                .toList();
        List<Set<UUID>> all = new ArrayList<>(minutes);
        for (int i = skipped; i < minutes; i++) {
            Instant now = Instant.ofEpochSecond((first + i) * 60);
            List<ScheduleOverride> here = new ArrayList<>();
            for (ScheduleOverride one : overrides) {
                if (!now.isBefore(one.start()) && now.isBefore(one.end())) {
                    here.add(one);
                }
            }
            Set<UUID> people = new LinkedHashSet<>();
            TemporarySchedule last = null;
            for (TemporarySchedule one : temporaries) {
                boolean covers = !now.isBefore(one.start()) && now.isBefore(one.end());
                last = covers && (last == null || one.createdAt().isAfter(last.createdAt())) ? one : last;
            }
            if (last != null) {
                last.shifts().stream()
                        .filter(one -> !now.isBefore(one.start()) && now.isBefore(one.end()))
                        .forEach(one -> people.add(one.user()));
            }
            if (last == null || (last.fills() && people.isEmpty())) {
                for (int group = 0; group < groups.size(); group++) {
                    UUID base = null;
                    for (List<@Nullable UUID> layer : groups.get(group)) {
                        base = layer.get(i) == null ? base : layer.get(i);
                    }
                    add(people, seat(base, schedule.groups().get(group).id(), here, 0));
                }
                for (ScheduleOverride added : here) {
                    if (added.kind() == OverrideKind.ADD) {
                        long made = added.createdAt().getEpochSecond();
                        add(people, seat(added.user(), added.group(), here, made));
                    }
                }
            }
            for (Inactivity one : inactivity) {
                Instant until = one.until();
                if (!now.isBefore(one.since()) && (until == null || now.isBefore(until))) {
                    people.remove(one.person());
                }
            }
            all.add(!all.isEmpty() && all.getLast().equals(people) ? all.getLast() : people);
        }
        return all;
    }

    private static void add(Set<UUID> people, @Nullable UUID one) {
        if (one != null) {
            people.add(one);
        }
    }

    /** Who sits where this person would: what was made later than {@code made} may take the seat, once. */
    private static @Nullable UUID seat(
            @Nullable UUID base, @Nullable UUID group, List<ScheduleOverride> here, long made) {
        UUID answer = base;
        long best = -1;
        for (ScheduleOverride one : here) {
            long created = one.createdAt().getEpochSecond();
            boolean about = one.group() == null || one.group().equals(group);
            boolean takes = switch (one.kind()) {
                case REPLACE -> one.replaces() == null || one.replaces().equals(base);
                case REMOVE -> base != null && base.equals(one.replaces());
                case VACATE -> base != null;
                default -> false;
            };
            long rank = (one.swap() == null ? 20_000_000 : 0) + (one.group() != null ? 10_000_000 : 0) + created;
            if (about && takes && created > made && rank > best) {
                best = rank;
                answer = one.kind() == OverrideKind.REPLACE ? one.user() : null;
            }
        }
        return answer;
    }
}
