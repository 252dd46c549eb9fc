package dev.belfry.oncall.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.identity.people.Inactivity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random schedules around clock changes of every kind, with layers in zones of their own and people who become inactive, against {@link MinuteOracle}. {@code -Dseed=} repeats a run,
 * {@code -Dminutes=100000000} makes it as long as that many minutes of schedules.
 */
class ResolverPropertyTest {
    private static final List<String> ZONES = List.of(
            "Australia/Lord_Howe",
            "Antarctica/Troll",
            "Africa/Casablanca",
            "Europe/Dublin",
            "Pacific/Apia",
            "Asia/Gaza",
            "Africa/Cairo",
            "America/Havana",
            "America/Santiago",
            "Asia/Beirut",
            "Asia/Tehran",
            "America/New_York",
            "Europe/Berlin",
            "Asia/Pyongyang",
            "UTC");

    @Test
    void theResolverAgreesWithAMinuteByMinuteClock() {
        long seed = Long.getLong("seed", System.nanoTime());
        long wanted = Long.getLong("minutes", 0);
        System.out.println("seed: " + seed);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(wanted > 0 ? 86_400 : 12);
        int cases = 0;
        long minutes = 0;
        while (System.nanoTime() < deadline && (wanted == 0 || minutes < wanted)) {
            // Each case has a seed of its own, so that one can be looked at alone.
            Random random = new Random(seed + cases);
            minutes += check(new Case(random, ZONES.get(cases % ZONES.size())), "seed " + seed + " case " + cases);
            cases++;
        }
        System.out.println("cases: " + cases + ", minutes: " + minutes);
        assertThat(cases).isGreaterThan(20);
    }

    private static long check(Case sample, String label) {
        Resolver resolver = Resolver.of(
                List.of(new ScheduleVersion(Instant.EPOCH, sample.schedule)),
                sample.overrides,
                sample.temporaries,
                sample.inactivity);
        List<Shift> shifts = resolver.shifts(sample.from, sample.to);
        assertThat(shifts.getFirst().start()).as(label).isBeforeOrEqualTo(sample.from);
        assertThat(shifts.getLast().end()).as(label).isAfterOrEqualTo(sample.to);
        for (int i = 1; i < shifts.size(); i++) {
            if (!shifts.get(i).start().equals(shifts.get(i - 1).end())) {
                assertThat(shifts.get(i).start())
                        .as(label)
                        .isEqualTo(shifts.get(i - 1).end());
            }
        }
        MinuteOracle oracle = new MinuteOracle(sample.schedule.zone(), sample.begin, sample.to);
        int skipped = (int) Duration.between(sample.begin, sample.from).toMinutes();
        List<Set<UUID>> expected =
                oracle.people(sample.schedule, sample.overrides, sample.temporaries, sample.inactivity, skipped);
        int at = 0;
        Set<UUID> people = Set.copyOf(shifts.getFirst().people());
        for (int i = 0; i < expected.size(); i++) {
            Instant minute = sample.from.plusSeconds(60L * i);
            while (!minute.isBefore(shifts.get(at).end())) {
                at++;
                people = Set.copyOf(shifts.get(at).people());
            }
            if (!people.equals(expected.get(i))) {
                assertThat(people).as("%s at %s of %s", label, minute, sample).isEqualTo(expected.get(i));
            }
        }
        for (Instant probe : sample.probes) {
            if (!shifts.contains(resolver.at(probe))) {
                assertThat(shifts)
                        .as("%s: the point query is the interval query at %s of %s", label, probe, sample)
                        .contains(resolver.at(probe));
            }
        }
        return expected.size() * (long) sample.layers;
    }

    private static final class Case {
        private final Random random;
        final Instant begin;
        final Instant from;
        final Instant to;
        final Schedule schedule;
        final List<ScheduleOverride> overrides = new ArrayList<>();
        final List<TemporarySchedule> temporaries = new ArrayList<>();
        final List<Inactivity> inactivity = new ArrayList<>();
        final List<Instant> probes = new ArrayList<>();
        private final List<ZoneOffsetTransition> changes = new ArrayList<>();
        private final ZoneId zone;
        int layers;

        Case(Random random, String zoneName) {
            this.random = random;
            this.zone = ZoneId.of(zoneName);
            Instant year = Instant.parse((1998 + random.nextInt(30)) + "-01-01T00:00:00Z");
            if (zoneName.equals("Pacific/Apia") && random.nextBoolean()) {
                year = Instant.parse("2011-10-01T00:00:00Z");
            }
            ZoneOffsetTransition transition = zone.getRules().nextTransition(year);
            Instant change = transition == null || transition.getInstant().isAfter(year.plus(900, ChronoUnit.DAYS))
                    ? year
                    : transition.getInstant();
            for (ZoneOffsetTransition next = zone.getRules().nextTransition(change.minus(60, ChronoUnit.DAYS));
                    next != null && next.getInstant().isBefore(change.plus(30, ChronoUnit.DAYS));
                    next = zone.getRules().nextTransition(next.getInstant())) {
                changes.add(next);
            }
            begin = change.minus(60, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
            from = change.minus(10 + random.nextInt(15 * 1440), ChronoUnit.MINUTES)
                    .truncatedTo(ChronoUnit.MINUTES);
            to = change.plus(10 + random.nextInt(10 * 1440), ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
            List<Group> groups = new ArrayList<>();
            for (int group = 0, size = random.nextInt(4) == 0 ? 2 : 1; group < size; group++) {
                List<Layer> made = new ArrayList<>();
                for (int i = 0, count = 1 + random.nextInt(3); i < count; i++) {
                    made.add(layer(layers++));
                }
                groups.add(new Group(new UUID(8, group), "Group " + group, made));
            }
            schedule = new Schedule(new UUID(9, 9), "Sample", null, zone, groups, 1);
            for (int i = 0, size = random.nextInt(6); i < size; i++) {
                overrides.add(override(i));
            }
            if (random.nextInt(5) == 0) {
                Instant left = within();
                Instant right = left.plusSeconds(60L * (1 + random.nextInt(3_000)));
                List<TemporarySchedule.Stint> stints = new ArrayList<>();
                for (int i = 0; i < random.nextInt(3); i++) {
                    Instant start = left.plusSeconds(60L * random.nextInt(500));
                    Instant end = start.plusSeconds(60L * (1 + random.nextInt(500)));
                    stints.add(new TemporarySchedule.Stint(new UUID(1, random.nextInt(6)), start, end));
                }
                temporaries.add(new TemporarySchedule(
                        new UUID(4, 1), schedule.id(), left, right, random.nextBoolean(), stints, Instant.EPOCH));
            }
            for (int i = 0, size = random.nextInt(2) * random.nextInt(4); i < size; i++) {
                Instant since = within();
                inactivity.add(new Inactivity(
                        new UUID(1, random.nextInt(6)),
                        since,
                        random.nextInt(3) == 0 ? null : since.plusSeconds(60L * (1 + random.nextInt(6_000)))));
            }
            for (int i = 0; i < 20; i++) {
                probes.add(from.plusMillis(
                        random.nextLong(Duration.between(from, to).toMillis())));
            }
        }

        private Instant within() {
            long length = Duration.between(from, to).toMinutes();
            return from.plusSeconds(60L * random.nextLong(length));
        }

        /** A local time somewhere before, and often in or at the edge of, what a clock change skips or repeats. */
        private LocalDateTime local(int daysBack) {
            LocalDateTime any = LocalDateTime.ofInstant(to, zone)
                    .minusMinutes(15L * random.nextInt(96 * daysBack))
                    .withSecond(0)
                    .withMinute(15 * random.nextInt(4));
            if (changes.isEmpty() || random.nextInt(3) == 0) {
                return any;
            }
            ZoneOffsetTransition change = changes.get(random.nextInt(changes.size()));
            LocalDateTime edge = change.getDateTimeBefore().plusMinutes(15L * (random.nextInt(13) - 6));
            return edge.minusDays(random.nextInt(3) * 7L + random.nextInt(2));
        }

        private Layer layer(int number) {
            RotationUnit unit = List.of(RotationUnit.values()).get(random.nextInt(4));
            List<Integer> lengths = new ArrayList<>();
            for (int i = 0, size = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1; i < size; i++) {
                lengths.add(1 + random.nextInt(unit == RotationUnit.HOURLY ? 12 : 3));
            }
            // The oracle walks from the anchor or to it: a turn 0 lies within its walk.
            LocalDateTime start = local(50);
            LocalDateTime earliest = LocalDateTime.ofInstant(begin, zone).plusDays(4);
            LocalDateTime latest = LocalDateTime.ofInstant(to, zone).minusDays(1);
            start = start.isBefore(earliest) ? earliest : start.isAfter(latest) ? latest : start;
            RecurrenceRules rules = RecurrenceRules.NONE;
            if (random.nextInt(6) == 0) {
                String days = random.nextBoolean() ? "MO,TH" : "TU,WE,SU";
                rules = new RecurrenceRules(
                        List.of("FREQ=WEEKLY;INTERVAL=" + (1 + random.nextInt(2)) + ";BYDAY=" + days),
                        List.of(),
                        random.nextBoolean() ? List.of(start.plusDays(7)) : List.of());
            }
            List<Member> members = new ArrayList<>();
            for (int i = 0, size = 1 + random.nextInt(4); i < size; i++) {
                members.add(new Member(
                        random.nextInt(6) == 0 ? null : new UUID(1, random.nextInt(5)),
                        random.nextInt(6) == 0 ? local(30) : null,
                        random.nextInt(6) == 0 ? local(10) : null));
            }
            List<Restriction> restrictions = new ArrayList<>();
            for (int i = 0, size = random.nextInt(2) * random.nextInt(3); i < size; i++) {
                int left = 15 * random.nextInt(96);
                int right = random.nextInt(4) == 0 ? 1440 : 15 * random.nextInt(96);
                restrictions.add(new Restriction(days(), left * 60, (left == right ? right + 15 : right) * 60));
            }
            boolean worked = random.nextBoolean() && rules.isEmpty();
            // Worked turns before the anchor are counted backwards from it: the walk has them only from its begin on.
            Rotation rotation = new Rotation(unit, lengths, start, 1 + random.nextInt(2), random.nextBoolean(), rules);
            return new Layer(
                    new UUID(7, number),
                    "Layer",
                    rotation,
                    members,
                    restrictions,
                    worked,
                    random.nextInt(3) == 0 ? local(20) : null,
                    random.nextInt(5) == 0 ? local(5) : null,
                    random.nextInt(4) == 0 ? ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))) : null);
        }

        private List<DayOfWeek> days() {
            List<DayOfWeek> days = new ArrayList<>();
            for (DayOfWeek day : DayOfWeek.values()) {
                if (random.nextInt(2) == 0) {
                    days.add(day);
                }
            }
            return days.isEmpty() ? List.of(DayOfWeek.SUNDAY) : days;
        }

        private ScheduleOverride override(int number) {
            OverrideKind kind = List.of(OverrideKind.values()).get(random.nextInt(5));
            @Nullable UUID group = random.nextInt(3) == 0 ? new UUID(8, 0) : null;
            @Nullable
            UUID user =
                    kind == OverrideKind.REMOVE || kind == OverrideKind.VACATE ? null : new UUID(1, random.nextInt(6));
            boolean one = kind == OverrideKind.REMOVE || (kind == OverrideKind.REPLACE && random.nextBoolean());
            Instant left = within();
            return new ScheduleOverride(
                    new UUID(3, number),
                    new UUID(9, 9),
                    kind,
                    group,
                    null,
                    null,
                    user,
                    one ? new UUID(1, random.nextInt(5)) : null,
                    left,
                    left.plusSeconds(60L * (1 + random.nextInt(4_000))),
                    random.nextInt(4) == 0 ? new UUID(6, 1) : null,
                    Instant.ofEpochSecond(1_000L + number),
                    null);
        }

        @Override
        public String toString() {
            return schedule + " " + overrides + " " + temporaries + " " + inactivity + " from " + from + " to " + to;
        }
    }
}
