package dev.belfry.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    private static final List<DateTimeFormatter> WRITERS = List.of("XXX", "XX", "X").stream()
            .map(offset -> new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .appendPattern(offset)
                    .toFormatter(Locale.ROOT))
            .toList();

    @Test
    void everyTimeThatIsWrittenIsReadAsItWas() {
        long seed = System.nanoTime();
        System.out.println("TimestampsTest seed " + seed);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            var time = OffsetDateTime.ofInstant(
                    Instant.ofEpochSecond(
                            random.nextLong(-62_000_000_000L, 253_000_000_000L), random.nextInt(1_000_000_000)),
                    ZoneOffset.ofTotalSeconds(random.nextInt(-17, 18) * 3_600));
            var text = WRITERS.get(random.nextInt(3)).format(time);
            if (time.getSecond() != 0 || time.getNano() != 0) {
                assertThat(Timestamps.parse(text)).as(text).isEqualTo(time.toInstant());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-04T05:06:07Z",
                "2026-03-04t05:06:07z",
                "2026-03-04 05:06:07Z",
                "2026-03-04T05:06:07.0+00:00",
                "2026-03-04T10:36:07+0530",
                "2026-03-04T10:36:07.000000000+05:30",
                "2026-03-03T23:06:07-06"
            })
    void oneTimeIsWrittenInManyWays(String text) {
        assertThat(Timestamps.parse(text)).isEqualTo(Instant.parse("2026-03-04T05:06:07Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2026-03-04",
                "2026-03-04T05:06",
                "2026-02-29T05:06:07Z",
                "2026-13-04T05:06:07Z",
                "2026-03-04T24:06:07Z",
                "2026-03-04T05:06:07",
                "2026-03-04T05:06:07.Z",
                "2026-03-04T05:06:07.1234567890Z",
                "2026-03-04T05:06:07+99:00",
                "2026-03-04T05:06:07Zebra",
                "２026-03-04T05:06:07Z"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(Timestamps.parse(text)).isNull();
    }
}
