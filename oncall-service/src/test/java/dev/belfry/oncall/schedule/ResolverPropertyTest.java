package dev.belfry.oncall.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The resolver against an oracle that knows no calendar arithmetic across zones: it walks minute by minute, remembers the
 * furthest local time the wall clock has shown, and hands over when that passes the next local hand-off.
 */
class ResolverPropertyTest {
    private static final List<String> ZONES = List.of(
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "Europe/Dublin",
            "Pacific/Apia",
            "Africa/Cairo",
            "America/Santiago",
            "America/New_York");

    @Test
    void theResolverAgreesWithAMinuteByMinuteClock() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed: " + seed);
        Random random = new Random(seed);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
        int cases = 0;
        while (cases < 2_000 && System.nanoTime() < deadline) {
            check(new Case(random, ZONES.get(cases % ZONES.size())), "seed " + seed + " case " + cases);
            cases++;
        }
        System.out.println("cases: " + cases);
        assertThat(cases).isGreaterThan(20);
    }

    private static void check(Case sample, String label) {
        List<Shift> shifts = Resolver.shifts(sample.schedule, sample.overrides, sample.from, sample.to);
        List<@Nullable UUID> expected = oracle(sample);
        assertThat(shifts.getFirst().start()).as(label).isBeforeOrEqualTo(sample.from);
        assertThat(shifts.getLast().end()).as(label).isAfterOrEqualTo(sample.to);
        int at = 0;
        Instant minute = sample.from;
        for (UUID person : expected) {
            while (!minute.isBefore(shifts.get(at).end())) {
                assertThat(shifts.get(at + 1).start())
                        .as(label)
                        .isEqualTo(shifts.get(at).end());
                at++;
            }
            if (!Objects.equals(shifts.get(at).user(), person)) {
                assertThat(shifts.get(at).user())
                        .as("%s at %s of %s", label, minute, sample)
                        .isEqualTo(person);
            }
            minute = minute.plusSeconds(60);
        }
        for (Instant probe : sample.probes) {
            Shift point = Resolver.at(sample.schedule, sample.overrides, probe);
            assertThat(shifts)
                    .as("%s: the point query is the interval query at %s", label, probe)
                    .contains(point);
        }
    }

    private static List<@Nullable UUID> oracle(Case sample) {
        Rotation rotation = sample.schedule.rotation();
        ZoneId zone = sample.schedule.zone();
        List<@Nullable UUID> answer = new ArrayList<>();
        LocalDateTime furthest = LocalDateTime.MIN;
        long handoffs = 0;
        long minutes = 0;
        LocalDateTime next = rotation.start();
        Map<Instant, ZoneOffset> offsets = new HashMap<>();
        Instant first = Handoff.instant(rotation.start(), zone);
        Instant begin = (first.isBefore(sample.from) ? first : sample.from).minus(3, ChronoUnit.DAYS);
        for (Instant now = begin; now.isBefore(sample.to); now = now.plusSeconds(60)) {
            // Offsets change on quarter hours only in the years this test visits.
            Instant quarter = Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), 900L) * 900);
            ZoneOffset offset = offsets.computeIfAbsent(quarter, zone.getRules()::getOffset);
            LocalDateTime shown = LocalDateTime.ofEpochSecond(now.getEpochSecond(), 0, offset);
            furthest = shown.isAfter(furthest) ? shown : furthest;
            if (rotation.unit() == RotationUnit.HOURLY) {
                if (handoffs > 0) {
                    minutes++;
                    if (minutes % (60L * rotation.every()) == 0) {
                        handoffs++;
                    }
                } else if (!furthest.isBefore(rotation.start())) {
                    handoffs = 1;
                }
            } else {
                while (!furthest.isBefore(next)) {
                    handoffs++;
                    next = localHandoff(rotation, handoffs);
                }
            }
            if (!now.isBefore(sample.from)) {
                answer.add(person(sample, handoffs, now));
            }
        }
        return answer;
    }

    private static LocalDateTime localHandoff(Rotation rotation, long number) {
        LocalDateTime start = rotation.start();
        long units = number * rotation.every();
        if (rotation.unit() != RotationUnit.MONTHLY) {
            return start.plusDays(rotation.unit() == RotationUnit.WEEKLY ? units * 7 : units);
        }
        long month = start.getYear() * 12L + start.getMonthValue() - 1 + units;
        LocalDateTime first =
                LocalDateTime.of((int) (month / 12), (int) (month % 12) + 1, 1, start.getHour(), start.getMinute());
        int last = first.toLocalDate().lengthOfMonth();
        return first.withDayOfMonth(Math.min(start.getDayOfMonth(), last));
    }

    private static @Nullable UUID person(Case sample, long handoffs, Instant now) {
        List<UUID> people = sample.schedule.rotation().participants();
        UUID base = handoffs == 0 ? null : people.get((int) ((handoffs - 1) % people.size()));
        UUID answer = base;
        // Overrides are made in order, so the last that fits is the one created last.
        for (ScheduleOverride override : sample.overrides) {
            boolean fits = override.replaces() == null || override.replaces().equals(base);
            if (fits && !now.isBefore(override.start()) && now.isBefore(override.end())) {
                answer = override.user();
            }
        }
        return answer;
    }

    private static final class Case {
        final Instant from;
        final Instant to;
        final Schedule schedule;
        final List<ScheduleOverride> overrides = new ArrayList<>();
        final List<Instant> probes = new ArrayList<>();

        Case(Random random, String zoneName) {
            ZoneId zone = ZoneId.of(zoneName);
            Instant year = Instant.parse((2010 + random.nextInt(17)) + "-01-01T00:00:00Z");
            if (zoneName.equals("Pacific/Apia")) {
                year = Instant.parse("2010-06-01T00:00:00Z").plus(random.nextInt(900), ChronoUnit.DAYS);
            }
            ZoneOffsetTransition transition = zone.getRules().nextTransition(year);
            Instant change = transition == null ? year : transition.getInstant();
            Instant anchor = change.minus(Duration.ofMinutes(15L * random.nextInt(40 * 96)));
            LocalDateTime start = random.nextInt(3) > 0 && transition != null
                    // A hand-off in, or right at the edge of, what is skipped or repeated.
                    ? transition.getDateTimeBefore().minusDays(28).plusMinutes(15L * (random.nextInt(13) - 6))
                    : LocalDateTime.ofInstant(anchor, zone);
            start = start.truncatedTo(ChronoUnit.MINUTES);
            Instant begin = Handoff.instant(start, zone);
            List<UUID> people = new ArrayList<>();
            for (int i = 0, size = 1 + random.nextInt(4); i < size; i++) {
                people.add(new UUID(1, random.nextInt(5)));
            }
            RotationUnit unit = List.of(RotationUnit.values()).get(random.nextInt(4));
            int every = 1 + random.nextInt(unit == RotationUnit.HOURLY ? 12 : 3);
            schedule = new Schedule(new UUID(7, 7), "Sample", null, zone, new Rotation(unit, every, start, people), 1);
            from = (begin.isBefore(change) ? begin : change).minus(Duration.ofMinutes(random.nextInt(2_000)));
            to = change.plus(Duration.ofMinutes(1 + random.nextInt(6 * 1440)));
            for (int i = 0, size = random.nextInt(5); i < size; i++) {
                Instant left = from.plusSeconds(
                        60L * random.nextInt((int) Duration.between(from, to).toMinutes()));
                overrides.add(new ScheduleOverride(
                        new UUID(3, i),
                        schedule.id(),
                        new UUID(1, random.nextInt(6)),
                        left,
                        left.plusSeconds(60L * (1 + random.nextInt(4_000))),
                        random.nextBoolean() ? null : new UUID(1, random.nextInt(5)),
                        Instant.ofEpochSecond(1_000L + i)));
            }
            for (int i = 0; i < 20; i++) {
                probes.add(from.plusMillis(
                        random.nextLong(Duration.between(from, to).toMillis())));
            }
        }

        @Override
        public String toString() {
            return schedule + " " + overrides + " from " + from + " to " + to;
        }
    }
}
