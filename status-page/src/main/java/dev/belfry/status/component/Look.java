package dev.belfry.status.component;

import java.util.UUID;

/** How a component looked before a change, and how it looks after it. */
public record Look(UUID component, ComponentStatus before, ComponentStatus after) {
    public boolean changed() {
        return before != after;
    }
}
