package dev.belfry.status.component;

import java.time.Instant;

/** From when a component was shown how. */
public record Change(Instant at, ComponentStatus status) {}
