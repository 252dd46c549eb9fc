package dev.belfry.oncall.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SigninRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

    @Test
    void tooManyFailuresWaitUntilTheFirstIsOld() {
        Throttle throttle = new Throttle(2, Duration.ofMinutes(10));
        throttle.failed("bea@example.net", NOW);
        assertThat(throttle.pause("bea@example.net", NOW)).isZero();
        throttle.failed("bea@example.net", NOW.plusSeconds(60));
        assertThat(throttle.pause("bea@example.net", NOW.plusSeconds(60))).isEqualTo(Duration.ofMinutes(9));
        assertThat(throttle.pause("ana@example.net", NOW.plusSeconds(60))).isZero();
        assertThat(throttle.pause("bea@example.net", NOW.plusSeconds(600))).isZero();
    }

    @Test
    void whatWentWellIsNotCounted() {
        Throttle throttle = new Throttle(1, Duration.ofMinutes(10));
        throttle.failed("192.0.2.1", NOW);
        throttle.takeBack("192.0.2.1");
        assertThat(throttle.pause("192.0.2.1", NOW)).isZero();
    }

    @Test
    void signingInLeadsOnlyToPathsOfThisConsole() {
        assertThat(ReturnPath.of("/incidents?status=open")).isEqualTo("/incidents?status=open");
        for (String foreign : new String[] {
            "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/a\nb", "", "/sign-in"
        }) {
            assertThat(ReturnPath.of(foreign)).as(foreign).isEqualTo("/");
        }
        assertThat(ReturnPath.of(null)).isEqualTo("/");
    }

    @Test
    void strangersWhoGuessLockOutNobodyButThemselves() {
        var guessing = Guessing.ofPasswords();
        for (int i = 0; i < 10; i++) {
            assertThat(guessing.attempt("bea@example.net", "203.0.113.9", false, NOW))
                    .isZero();
        }
        assertThat(guessing.attempt("bea@example.net", "203.0.113.9", false, NOW))
                .isPositive();
        assertThat(guessing.attempt("bea@example.net", "198.51.100.7", false, NOW))
                .as("the person on call, from elsewhere")
                .isZero();
    }

    @Test
    void guessesFromEverywhereDoNotLockOutWhoIsKnownThere() {
        var guessing = Guessing.ofPasswords();
        for (int i = 0; i < 100; i++) {
            assertThat(guessing.attempt("bea@example.net", "203.0.113." + i, false, NOW))
                    .isZero();
        }
        assertThat(guessing.isUnderAttack("bea@example.net", NOW)).isTrue();
        assertThat(guessing.attempt("bea@example.net", "198.51.100.7", false, NOW))
                .isPositive();
        assertThat(guessing.attempt("bea@example.net", "198.51.100.7", true, NOW))
                .isZero();
        guessing.passed("bea@example.net", "198.51.100.7");
        assertThat(guessing.isUnderAttack("bea@example.net", NOW))
                .as("that one person got in ends no attack")
                .isTrue();
        assertThat(guessing.isUnderAttack("ana@example.net", NOW)).isFalse();
    }

    @Test
    void oneAddressHasOneBudgetForAllAccounts() {
        var guessing = Guessing.ofPasswords();
        for (int i = 0; i < 30; i++) {
            assertThat(guessing.attempt("person" + i, "2001:db8:0:1:0:0:0:" + i, false, NOW))
                    .isZero();
        }
        assertThat(guessing.attempt("another", "2001:db8:0:1:a:b:c:d", false, NOW))
                .isPositive();
        assertThat(guessing.attempt("another", "2001:db8:0:2:0:0:0:1", false, NOW))
                .isZero();
    }
}
