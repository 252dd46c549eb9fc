package dev.belfry.platform.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void newIdsAreVersion7AndInTheOrderOfTime() {
        var random = new Random(1);
        var early = new Ids(() -> Instant.parse("2026-03-04T05:06:07.123Z"), () -> random).next();
        var late = new Ids(() -> Instant.parse("2026-03-04T05:06:07.124Z"), () -> random).next();

        assertThat(early.version()).isEqualTo(7);
        assertThat(early.variant()).isEqualTo(2);
        assertThat(early.toString()).isLessThan(late.toString());
        assertThat(early.getMostSignificantBits() >>> 16)
                .isEqualTo(Instant.parse("2026-03-04T05:06:07.123Z").toEpochMilli());
    }

    @Test
    void idsOfOneProcessAreInTheOrderInWhichTheyWereMadeWithinAMillisecondToo() {
        var ids = new Ids(() -> Instant.parse("2026-03-04T05:06:07.123Z"), ThreadLocalRandom::current);
        var made = Stream.generate(ids::next).limit(10_000).map(UUID::toString).toList();

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void derivedIdsAreVersion8AndDependOnEveryPart() {
        var id = Ids.derived("page", new UUID(1, 2), 1, 2, 3);

        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Ids.derived("page", new UUID(1, 2), 1, 2, 3)).isEqualTo(id);
        assertThat(Ids.derived("page", new UUID(1, 2), 1, 3, 2)).isNotEqualTo(id);
        assertThat(Ids.derived("delivery", new UUID(1, 2), 1, 2, 3)).isNotEqualTo(id);
    }

    @Test
    void partsCannotRunIntoEachOther() {
        assertThat(Ids.derived("k", "ab", "c")).isNotEqualTo(Ids.derived("k", "a", "bc"));
    }
}
