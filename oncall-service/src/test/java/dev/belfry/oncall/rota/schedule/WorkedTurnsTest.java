package dev.belfry.oncall.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Counting worked turns by weeks is counting them one by one. */
class WorkedTurnsTest {
    private static final List<String> ZONES = List.of(
            "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Africa/Cairo", "America/New_York", "UTC");

    @Test
    void countingByWeeksIsCountingOneByOne() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            ZoneId zone = ZoneId.of(ZONES.get(i % ZONES.size()));
            LocalDateTime anchor =
                    LocalDateTime.of(2009 + random.nextInt(5), 1 + random.nextInt(12), 1 + random.nextInt(28), 0, 0);
            ZoneOffsetTransition change = zone.getRules().nextTransition(LocalInstant.of(anchor, zone));
            if (change != null && random.nextInt(4) > 0) {
                anchor = change.getDateTimeBefore()
                        .plusMinutes(15L * (random.nextInt(13) - 6))
                        .minusDays(random.nextInt(20));
            }
            RotationUnit unit = List.of(RotationUnit.values()).get(random.nextInt(4));
            List<Integer> lengths = new ArrayList<>();
            for (int j = 0; j <= random.nextInt(3); j++) {
                lengths.add(1 + random.nextInt(5));
            }
            Rotation rotation = new Rotation(unit, lengths, anchor, 1, random.nextBoolean(), RecurrenceRules.NONE);
            int begin = 900 * random.nextInt(96);
            Restriction window = new Restriction(
                    List.of(DayOfWeek.of(1 + random.nextInt(7)), DayOfWeek.SUNDAY),
                    begin,
                    (begin + 900 * (1 + random.nextInt(12))) % Restriction.DAY);
            Windows windows = new Windows(List.of(window), Offsets.of(zone));
            Turns turns = Turns.of(rotation, zone);
            long from = -random.nextInt(500);
            long until = random.nextInt(unit == RotationUnit.HOURLY ? 9_000 : 900);
            long expected = 0;
            for (long turn = from; turn < until; turn++) {
                expected += windows.touch(turns.boundary(turn), turns.boundary(turn + 1)) ? 1 : 0;
            }
            assertThat(turns.worked(from, until, windows))
                    .as("seed %d case %d: %s %s %s", seed, i, zone, rotation, window)
                    .isEqualTo(expected);
        }
    }
}
