package dev.belfry.oncall.paging.policy;

import java.util.UUID;

/** Where a list in the order of names goes on. */
public record Place(String name, UUID id) {
    public static final Place START = new Place("", new UUID(0, 0));
}
