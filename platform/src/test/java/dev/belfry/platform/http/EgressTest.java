package dev.belfry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that somebody typed reach the internet and nothing else. */
class EgressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "198.18.0.1",
                "192.0.2.1",
                "::1",
                "::",
                "fe80::1",
                "fd00::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001:db8::1",
                "2001::1",
                "ff02::1"
            })
    void refusesAddressesOfPrivateNetworks(String address) throws UnknownHostException {
        assertThat(Egress.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "198.20.0.1", "2606:4700::1111", "2001:4860:4860::8888"})
    void allowsAddressesOfTheInternet(String address) throws UnknownHostException {
        assertThat(Egress.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void whatTheOperatorAllowsIsReachedAndNothingBesideIt() throws UnknownHostException {
        var egress = Egress.beside("10.20.0.0/16, fd12::/16, Chat.LAN");
        assertThat(egress.allows("mm.example.net", InetAddress.getByName("10.20.3.4")))
                .isTrue();
        assertThat(egress.allows("mm.example.net", InetAddress.getByName("fd12::7")))
                .isTrue();
        assertThat(egress.allows("chat.lan", InetAddress.getByName("192.168.1.9")))
                .isTrue();
        assertThat(egress.allows("mm.example.net", InetAddress.getByName("8.8.8.8")))
                .isTrue();
        assertThat(egress.allows("mm.example.net", InetAddress.getByName("10.21.3.4")))
                .isFalse();
        assertThat(egress.allows("other.lan", InetAddress.getByName("192.168.1.9")))
                .isFalse();
        assertThat(Egress.PUBLIC.allows("chat.lan", InetAddress.getLoopbackAddress()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/99999", "chat_lan", "10.0.0.0/8/8", "-chat", "http://chat.lan"})
    void whatIsNeitherNetworkNorHostIsRefused(String allowed) {
        assertThatThrownBy(() -> Egress.beside(allowed)).isInstanceOf(IllegalArgumentException.class);
    }
}
