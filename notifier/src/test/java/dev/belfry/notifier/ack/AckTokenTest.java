package dev.belfry.notifier.ack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.notifier.ack.AckToken.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AckTokenTest {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    static final AckToken TOKEN = AckToken.of(new UUID(1, 2), new UUID(3, 4), 5, new UUID(6, 7), NOON);

    @Test
    void readsWhatItSigned() {
        assertThat(AckToken.read(TOKEN.sign(KEY), KEY, NOON)).isEqualTo(new Reading.Valid(TOKEN));
        assertThat(TOKEN.sign(KEY)).matches("[A-Za-z0-9_.-]+");
    }

    @Test
    void holdsForADay() {
        var text = TOKEN.sign(KEY);
        assertThat(AckToken.read(text, KEY, NOON.plus(Duration.ofHours(24)).minusSeconds(1)))
                .isInstanceOf(Reading.Valid.class);
        assertThat(AckToken.read(text, KEY, NOON.plus(Duration.ofHours(24)))).isInstanceOf(Reading.Expired.class);
    }

    @Test
    void refusesAnotherKeyAndGarbage() {
        var other = KEY.clone();
        other[0]++;
        assertThat(AckToken.read(TOKEN.sign(other), KEY, NOON)).isInstanceOf(Reading.Forged.class);
        assertThat(AckToken.read("", KEY, NOON)).isInstanceOf(Reading.Forged.class);
        assertThat(AckToken.read(".", KEY, NOON)).isInstanceOf(Reading.Forged.class);
        assertThat(AckToken.read("a.b.c", KEY, NOON)).isInstanceOf(Reading.Forged.class);
    }

    /** Whatever single bit of the payload or the signature changes, the token is forged. */
    @Test
    void refusesEveryChangedCharacter() {
        long seed = 42;
        var random = new SplittableRandom(seed);
        var text = TOKEN.sign(KEY);
        for (int i = 0; i < text.length() - 1; i++) {
            // The last character of each part has bits that base64 does not use.
            if (text.charAt(i) == '.' || text.charAt(i + 1) == '.') {
                continue;
            }
            char replaced = (char) ('A' + random.nextInt(26));
            if (replaced != text.charAt(i)) {
                var changed = text.substring(0, i) + replaced + text.substring(i + 1);
                assertThat(AckToken.read(changed, KEY, NOON))
                        .as("seed %s at %s", seed, i)
                        .isInstanceOf(Reading.Forged.class);
            }
        }
    }
}
