package dev.belfry.oncall.paging.policy;

import java.util.UUID;

/** Something that a step may page, as a search finds it. */
public record Offer(TargetType type, UUID id, String name) {}
