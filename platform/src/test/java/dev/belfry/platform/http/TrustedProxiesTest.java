package dev.belfry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Whose word is taken for where somebody comes from. */
class TrustedProxiesTest {
    private final TrustedProxies proxies = TrustedProxies.of("127.0.0.0/8, ::1/128, 10.0.0.0/8");

    @Test
    void aProxyIsBelievedAndNobodyElse() {
        assertThat(proxies.client("127.0.0.1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(proxies.client("0:0:0:0:0:0:0:1", "2001:db8::7")).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(proxies.client("203.0.113.5", "198.51.100.7")).as("forged").isEqualTo("203.0.113.5");
        assertThat(proxies.client("192.168.1.5", "198.51.100.7"))
                .as("near, but no proxy")
                .isEqualTo("192.168.1.5");
    }

    @Test
    void aChainIsFollowedToTheFirstHopThatIsNoProxy() {
        assertThat(proxies.client("127.0.0.1", "198.51.100.7, 203.0.113.9, 10.0.0.3"))
                .isEqualTo("203.0.113.9");
        assertThat(proxies.client("127.0.0.1", "10.0.0.4, 10.0.0.3")).isEqualTo("10.0.0.4");
    }

    @Test
    void wordsThatAreNoAddressNameNobody() {
        assertThat(proxies.client("127.0.0.1", "somebody")).isEqualTo("127.0.0.1");
        assertThat(proxies.client("127.0.0.1", null)).isEqualTo("127.0.0.1");
        assertThat(proxies.client(null, "203.0.113.9")).isEqualTo("unknown");
    }

    @Test
    void whatIsNoNetworkIsNamed() {
        for (var bad : new String[] {"10.0.0.0", "ten/8", "10.0.0.0/", "example.net/8"}) {
            assertThatThrownBy(() -> TrustedProxies.of(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(bad);
        }
        assertThat(TrustedProxies.of("").trust("127.0.0.1")).isFalse();
    }
}
