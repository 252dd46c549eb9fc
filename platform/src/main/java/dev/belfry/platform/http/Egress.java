package dev.belfry.platform.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * Which addresses we may connect to because somebody typed them, for a webhook or a calendar: the public internet, so that
 * nobody reaches our own network through us, and what the operator allows beside it.
 *
 * @param anywhere whether there is no bound at all
 * @param hosts names, in lower case, that may lead wherever they do
 */
public record Egress(boolean anywhere, Networks networks, Set<String> hosts) {
    public static final Egress PUBLIC = new Egress(false, Networks.NONE, Set.of());

    public static final Egress ANYWHERE = new Egress(true, Networks.NONE, Set.of());

    /**
     * The public internet, and the networks and hosts in a text such as {@code 10.20.0.0/16,chat.lan}.
     *
     * @throws IllegalArgumentException when one is neither
     */
    public static Egress beside(String allowed) {
        var networks = new StringJoiner(",");
        Set<String> hosts = new TreeSet<>();
        for (var part : allowed.split(",", -1)) {
            var one = part.strip().toLowerCase(Locale.ROOT);
            if (one.contains("/")) {
                networks.add(one);
            } else if (one.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")) {
                hosts.add(one);
            } else if (!one.isEmpty()) {
                throw new IllegalArgumentException(
                        one + " is neither a network such as 10.0.0.0/8 nor a host such as chat.lan");
            }
        }
        return new Egress(false, Networks.of(networks.toString()), hosts);
    }

    /** @param address to which the host has just been resolved, and which is connected to */
    public boolean allows(String host, InetAddress address) {
        return anywhere
                || isPublic(address)
                || hosts.contains(host.toLowerCase(Locale.ROOT))
                || networks.contain(address.getHostAddress());
    }

    /** True unless the address is special-purpose in the registries of IANA. */
    public static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        var bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes) {
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        if (a == 0 || a == 10 || a == 127 || a >= 224) {
            return false;
        }
        return switch (a) {
            case 100 -> b < 64 || b > 127; // carrier-grade NAT
            case 169 -> b != 254;
            case 172 -> b < 16 || b > 31;
            case 192 -> !(b == 168 || (b == 0 && (c == 0 || c == 2)) || (b == 88 && c == 99));
            case 198 -> !(b == 18 || b == 19 || (b == 51 && c == 100));
            case 203 -> !(b == 0 && c == 113);
            default -> true;
        };
    }

    /** Global unicast is 2000::/3; of that, what carries an IPv4 address or is for documents is refused. */
    private static boolean isPublic6(byte[] bytes) {
        int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        int second = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
        if ((first & 0xe000) != 0x2000 || first == 0x2002 || first == 0x3fff) {
            return false;
        }
        return first != 0x2001 || (second != 0x0db8 && second > 0x01ff);
    }
}
