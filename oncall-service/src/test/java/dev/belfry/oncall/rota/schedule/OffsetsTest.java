package dev.belfry.oncall.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The table of clock changes against the rules it was made of. */
class OffsetsTest {
    private static final long DAY = 86_400;
    /** Without those that ical4j makes known to the process and gives rules later. */
    private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream()
            .filter(name -> name.contains("/"))
            .sorted()
            .toList();

    @Test
    void aLocalTimeIsTheSameInstantByTheTableAsByTheRulesAroundEveryClockChangeOfEveryZone() {
        for (String name : ZONES) {
            ZoneId zone = ZoneId.of(name);
            var next = zone.getRules().nextTransition(Instant.parse("1970-01-01T00:00:00Z"));
            while (next != null && next.getInstant().isBefore(Instant.parse("2040-01-01T00:00:00Z"))) {
                for (LocalDateTime local : around(next)) {
                    same(zone, local);
                }
                next = zone.getRules().nextTransition(next.getInstant());
            }
        }
    }

    @Test
    void anyLocalTimeIsTheSameInstantByTheTableAsByTheRules() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dseed=" + seed + ")");
        var random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            var local = LocalDateTime.ofEpochSecond(random.nextLong(0, 60 * 365 * DAY), 0, ZoneOffset.UTC);
            same(ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))), local);
        }
    }

    private static List<LocalDateTime> around(ZoneOffsetTransition change) {
        var before = change.getDateTimeBefore();
        var after = change.getDateTimeAfter();
        return List.of(
                before.minusSeconds(1),
                before,
                before.plusSeconds(1),
                after.minusSeconds(1),
                after,
                after.plusSeconds(1),
                before.minusMinutes(20),
                after.plusMinutes(20));
    }

    private static void same(ZoneId zone, LocalDateTime local) {
        assertThat(Offsets.of(zone).instant(local.toEpochSecond(ZoneOffset.UTC)))
                .as("%s in %s", local, zone)
                .isEqualTo(LocalInstant.of(local, zone));
    }
}
