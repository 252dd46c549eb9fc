package dev.belfry.oncall.paging.escalation;

import java.util.UUID;

/** One whom a step pages, and why. */
public record Called(UUID id, String name, String why, boolean person) {}
