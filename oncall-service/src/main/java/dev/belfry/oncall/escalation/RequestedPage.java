package dev.belfry.oncall.escalation;

import java.time.Instant;
import java.util.UUID;

/** A page that was asked for: one person in one step of one repeat. */
record RequestedPage(UUID id, UUID escalation, Position position, UUID person, Instant at, boolean undeliverable) {}
