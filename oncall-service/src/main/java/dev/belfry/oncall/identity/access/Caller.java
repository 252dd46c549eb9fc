package dev.belfry.oncall.identity.access;

import dev.belfry.platform.access.Principal;
import dev.belfry.platform.access.Role;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a change, from which address, and what role the change needs: a command asks {@link #may} of the thing it
 * has locked, and writes the caller down beside the change.
 */
public record Caller(Principal principal, Role least, String address) {
    /** Whether they may change what this team owns; null for what no team owns. */
    public boolean may(@Nullable UUID team) {
        return principal.may(least, team);
    }

    /** What to say to who may not. */
    public String refusal() {
        return "This needs the role " + least.word() + " everywhere, or in the team that owns it.";
    }

    /** The service itself, at its start. */
    public static Caller service() {
        return named("service", "Belfry", Role.ADMIN, "");
    }

    /** Somebody who has no session yet: at the sign-in page. */
    public static Caller nobody(String address) {
        return named("nobody", "", Role.VIEWER, address);
    }

    /** Somebody who is just signing in. */
    public static Caller person(UUID id, String name, String address) {
        return named("user:" + id, name, Role.VIEWER, address);
    }

    private static Caller named(String id, String name, Role role, String address) {
        return new Caller(
                new Principal(id, null, name, ZoneId.of("UTC"), role, Map.of(), null, null, "", null), role, address);
    }
}
