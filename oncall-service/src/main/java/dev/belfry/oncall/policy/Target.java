package dev.belfry.oncall.policy;

import java.util.UUID;

/** One of those whom a step pages. */
public record Target(TargetType type, UUID id) {}
