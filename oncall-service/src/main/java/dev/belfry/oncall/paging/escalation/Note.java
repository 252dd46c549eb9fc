package dev.belfry.oncall.paging.escalation;

import java.time.Instant;
import java.util.UUID;

/** What an escalation did beside paging people, and why. */
record Note(UUID id, UUID escalation, Instant at, Position position, String text) {}
