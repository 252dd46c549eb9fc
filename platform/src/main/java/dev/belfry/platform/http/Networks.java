package dev.belfry.platform.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** Networks as an operator names them. */
public record Networks(List<IpSubnetFilterRule> networks) {
    public static final Networks NONE = new Networks(List.of());

    /**
     * Reads networks such as {@code 10.0.0.0/8,fd00::/8}.
     *
     * @throws IllegalArgumentException when one is none
     */
    public static Networks of(String text) {
        return new Networks(Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(network -> !network.isEmpty())
                .map(Networks::network)
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

    /** False for what is no address as well. */
    public boolean contain(String address) {
        return isAddress(address)
                && networks.stream()
                        .anyMatch(network -> network.matches(
                                new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), 0)));
    }

    static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }
}
