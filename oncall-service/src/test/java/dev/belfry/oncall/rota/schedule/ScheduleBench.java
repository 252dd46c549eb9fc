package dev.belfry.oncall.rota.schedule;

import java.lang.management.ManagementFactory;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** How much processor time the resolver takes; run by hand, prints one line a figure. */
final class ScheduleBench {
    private static final List<String> ZONES =
            List.of("Australia/Lord_Howe", "Africa/Casablanca", "Europe/Dublin", "America/New_York", "Africa/Cairo");
    private static final Instant NOW = Instant.parse("2026-03-20T10:00:00Z");

    private ScheduleBench() {}

    public static void main(String[] arguments) {
        Random random = new Random(7);
        List<Schedule> schedules = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            schedules.add(sample(random, ZONES.get(i % ZONES.size())));
        }
        for (int round = 0; round < 5; round++) {
            List<Resolver> ready = schedules.stream()
                    .map(schedule -> Resolver.of(schedule, overrides(random, 5)))
                    .toList();
            long start = cpu();
            int people = 0;
            for (Resolver resolver : ready) {
                people += resolver.people(NOW).size();
            }
            long took = cpu() - start;
            System.out.printf(
                    Locale.ROOT,
                    "who is on call, 10,000 schedules: %.1f ms, %.2f us each (%d on call)%n",
                    took / 1e6,
                    took / 1e7,
                    people);
            start = cpu();
            for (Schedule schedule : schedules) {
                people += Resolver.of(schedule, List.of()).people(NOW).size();
            }
            System.out.printf(Locale.ROOT, "the same with making the resolver: %.2f us each%n", (cpu() - start) / 1e7);
        }
        for (int round = 0; round < 3; round++) {
            double[] took = new double[2_000];
            int shifts = 0;
            for (int i = 0; i < took.length; i++) {
                List<ScheduleOverride> overrides = overrides(random, 100);
                long start = cpu();
                shifts += Resolver.of(schedules.get(i), overrides)
                        .shifts(NOW, NOW.plus(365, ChronoUnit.DAYS))
                        .size();
                took[i] = (cpu() - start) / 1e6;
            }
            Arrays.sort(took);
            System.out.printf(
                    Locale.ROOT,
                    "a year with 100 overrides: p50 %.2f ms, p99 %.2f ms, max %.2f ms (%d shifts in all)%n",
                    took[1_000],
                    took[1_980],
                    took[1_999],
                    shifts);
        }
    }

    /** Of this thread: the machine may be busy with other things. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static List<ScheduleOverride> overrides(Random random, int count) {
        List<ScheduleOverride> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant start = NOW.plus(random.nextInt(365 * 24) - 12L, ChronoUnit.HOURS);
            made.add(new ScheduleOverride(
                    new UUID(3, i),
                    new UUID(9, 9),
                    OverrideKind.REPLACE,
                    null,
                    null,
                    null,
                    new UUID(1, random.nextInt(6)),
                    null,
                    start,
                    start.plus(1 + random.nextInt(48), ChronoUnit.HOURS),
                    null,
                    Instant.ofEpochSecond(i),
                    null));
        }
        return made;
    }

    private static Schedule sample(Random random, String zone) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0, size = 1 + random.nextInt(3); i < size; i++) {
            RotationUnit unit = List.of(RotationUnit.values()).get(random.nextInt(4));
            int every = unit == RotationUnit.HOURLY ? 4 + random.nextInt(12) : 1;
            Rotation rotation = Rotation.every(every, unit, LocalDateTime.of(2019, 1, 1 + random.nextInt(28), 9, 0));
            Layer layer = Samples.layer(i, rotation, null, new UUID(1, 1), new UUID(1, 2), new UUID(1, 3));
            boolean office = i > 0 || random.nextBoolean();
            layers.add(
                    office
                            ? Samples.restricted(
                                    layer,
                                    random.nextBoolean(),
                                    new Restriction(
                                            List.of(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY, DayOfWeek.FRIDAY),
                                            9 * 3600,
                                            17 * 3600))
                            : layer);
        }
        return Samples.schedule(zone, layers.toArray(Layer[]::new));
    }
}
