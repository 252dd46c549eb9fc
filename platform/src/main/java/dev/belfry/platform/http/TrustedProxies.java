package dev.belfry.platform.http;

import dev.belfry.platform.run.Environment;
import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The proxies whose word is taken for whom they speak for: whoever is none of them could name any address. */
public record TrustedProxies(Networks networks) {
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

    /** @throws IllegalArgumentException when one is no network */
    public static TrustedProxies of(String networks) {
        return new TrustedProxies(Networks.of(networks));
    }

    public boolean trust(String address) {
        return networks.contain(address);
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
            if (!trust(client) || !Networks.isAddress(hop.strip())) {
                break;
            }
            // Written out, so that one address has one name.
            client = NetUtil.createInetAddressFromIpAddressString(hop.strip()).getHostAddress();
        }
        return client;
    }
}
