package dev.belfry.oncall.identity.people;

import java.util.UUID;

/** A team that a person is in, and what they may do there. */
public record Membership(UUID team, String name, String role) {}
