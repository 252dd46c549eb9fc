package dev.belfry.incident.incident.role;

import java.time.Instant;
import java.util.UUID;

/** Who has a role in an incident, and since when. */
public record Assignment(String role, UUID person, String name, Instant since) {}
