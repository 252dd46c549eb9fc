package dev.belfry.platform.http;

import dev.belfry.platform.run.Environment;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The proxies whose word is taken for whom they speak for: whoever is none of them could name any address. */
public record TrustedProxies(List<IpSubnetFilterRule> networks) {
    /** Whoever is on this machine, as the edge of standalone is. */
    private static final String THIS_MACHINE = "127.0.0.0/8,::1/128";

    public static TrustedProxies from(Environment environment) {
        var text = environment.text("BELFRY_TRUSTED_PROXIES", THIS_MACHINE);
        try {
            return of(text);
        } catch (IllegalArgumentException bad) {
            environment.problem("BELFRY_TRUSTED_PROXIES: " + bad.getMessage());
            return of(THIS_MACHINE);
        }
    }

    /**
     * Reads networks such as {@code 10.0.0.0/8,fd00::/8}.
     *
     * @throws IllegalArgumentException when one is none
     */
    public static TrustedProxies of(String networks) {
        return new TrustedProxies(Arrays.stream(networks.split(",", -1))
                .map(String::strip)
                .filter(network -> !network.isEmpty())
                .map(TrustedProxies::network)
                .toList());
    }

    private static IpSubnetFilterRule network(String text) {
        int slash = text.indexOf('/');
        if (slash < 0
                || !isAddress(text.substring(0, slash))
                || !text.substring(slash + 1).matches("\\d{1,3}")) {
            throw new IllegalArgumentException(text + " is not a network such as 10.0.0.0/8");
        }
        return new IpSubnetFilterRule(
                text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)), IpFilterRuleType.ACCEPT);
    }

    public boolean trust(String address) {
        return isAddress(address)
                && networks.stream()
                        .anyMatch(network -> network.matches(
                                new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), 0)));
    }

    /**
     * The address that somebody asks from: the nearest hop that is no trusted proxy.
     *
     * @param peer who is at the other end of the connection
     * @param forwardedFor what {@code X-Forwarded-For} says, the nearest hop last
     */
    public String client(@Nullable String peer, @Nullable String forwardedFor) {
        var client = peer == null ? "unknown" : peer;
        var hops = forwardedFor == null ? List.<String>of() : Arrays.asList(forwardedFor.split(",", -1));
        for (var hop : hops.reversed()) {
            if (!trust(client) || !isAddress(hop.strip())) {
                break;
            }
            // Written out, so that one address has one name.
            client = NetUtil.createInetAddressFromIpAddressString(hop.strip()).getHostAddress();
        }
        return client;
    }

    private static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }
}
