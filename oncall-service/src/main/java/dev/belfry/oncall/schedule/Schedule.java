package dev.belfry.oncall.schedule;

import java.time.ZoneId;
import java.util.UUID;

/** A named rotation in one time zone; overrides are kept beside it, since they come and go without changing it. */
public record Schedule(UUID id, String name, ZoneId zone, Rotation rotation, long version) {}
