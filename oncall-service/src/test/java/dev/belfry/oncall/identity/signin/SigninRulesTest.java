package dev.belfry.oncall.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.identity.access.ClientAddress;
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
    void onlyANearProxyMayNameTheClient() {
        assertThat(ClientAddress.of("127.0.0.1", "198.51.100.7, 203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(ClientAddress.of("203.0.113.5", "198.51.100.7")).isEqualTo("203.0.113.5");
        assertThat(ClientAddress.of("10.0.0.3", null)).isEqualTo("10.0.0.3");
    }
}
