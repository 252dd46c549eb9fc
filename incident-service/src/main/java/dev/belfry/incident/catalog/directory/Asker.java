package dev.belfry.incident.catalog.directory;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.platform.access.Principal;

/** Says who asks, and by which way. */
public final class Asker {
    private Asker() {}

    /** People sign in to the console; the API takes tokens. */
    public static Actor of(Principal who) {
        return Actor.user(who.userId(), who.name()).via(who.sessionId() == null ? "api" : "console");
    }
}
