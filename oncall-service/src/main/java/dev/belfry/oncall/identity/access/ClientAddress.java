package dev.belfry.oncall.identity.access;

import org.jspecify.annotations.Nullable;

/** The address that somebody asks from. */
public final class ClientAddress {
    private ClientAddress() {}

    /** Behind a proxy of the same network the nearest hop it names; from elsewhere nobody's word is taken for it. */
    public static String of(@Nullable String remote, @Nullable String forwardedFor) {
        String peer = remote == null ? "unknown" : remote;
        if (forwardedFor == null || forwardedFor.isBlank() || !isNear(peer)) {
            return peer;
        }
        return forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).strip();
    }

    private static boolean isNear(String address) {
        return address.startsWith("127.")
                || address.startsWith("10.")
                || address.startsWith("192.168.")
                || address.matches("172\\.(1[6-9]|2\\d|3[01])\\..*")
                || address.equals("::1")
                || address.equals("0:0:0:0:0:0:0:1")
                || address.startsWith("fd");
    }
}
