package dev.belfry.oncall.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TotpTest {
    /** "12345678901234567890", the secret of RFC 6238's appendix B, in base 32. */
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @Test
    void theCodesAreThoseOfTheRfc() {
        // The RFC shows eight digits; six are the last of them.
        assertThat(Totp.code(SECRET, 59 / 30)).isEqualTo("287082");
        assertThat(Totp.code(SECRET, 1111111109L / 30)).isEqualTo("081804");
        assertThat(Totp.code(SECRET, 1111111111L / 30)).isEqualTo("050471");
        assertThat(Totp.code(SECRET, 1234567890L / 30)).isEqualTo("005924");
        assertThat(Totp.code(SECRET, 2000000000L / 30)).isEqualTo("279037");
        assertThat(Totp.code(SECRET, 20000000000L / 30)).isEqualTo("353130");
    }

    @Test
    void aClockMayBeAStepOffAndNoCodeIsTakenTwice() {
        Instant now = Instant.ofEpochSecond(1111111109L);
        long step = now.getEpochSecond() / 30;
        for (long offset : new long[] {-1, 0, 1}) {
            assertThat(Totp.match(SECRET, Totp.code(SECRET, step + offset), now, 0))
                    .isEqualTo(step + offset);
        }
        for (long offset : new long[] {-2, 2}) {
            assertThat(Totp.match(SECRET, Totp.code(SECRET, step + offset), now, 0))
                    .isNull();
        }
        assertThat(Totp.match(SECRET, "081804", now, step)).as("used already").isNull();
        assertThat(Totp.match(SECRET, Totp.code(SECRET, step - 1), now, step))
                .as("older than the last that was used")
                .isNull();
        assertThat(Totp.match(SECRET, "", now, 0)).isNull();
    }

    @Test
    void aSecretIsWhatAuthenticatorsTake() {
        String secret = Totp.secret(new Random(7));
        assertThat(Totp.isSecret(secret)).isTrue();
        assertThat(Totp.isSecret("GEZDGNBV")).isFalse();
        assertThat(Totp.uri("Belfry", "Ana Example", secret))
                .isEqualTo("otpauth://totp/Belfry:Ana%20Example?secret=" + secret
                        + "&issuer=Belfry&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void recoveryCodesAreTenAndReadHoweverTheyAreTyped() {
        List<String> codes = RecoveryCode.make(new Random(7));
        assertThat(codes).hasSize(10).doesNotHaveDuplicates().allMatch(code -> code.matches("(\\w{4}-){3}\\w{4}"));
        String code = codes.getFirst();
        assertThat(RecoveryCode.hash(code.toUpperCase(java.util.Locale.ROOT).replace('-', ' ')))
                .isEqualTo(RecoveryCode.hash(code));
        assertThat(RecoveryCode.looksLike(code)).isTrue();
        assertThat(RecoveryCode.looksLike("123456")).isFalse();
    }
}
