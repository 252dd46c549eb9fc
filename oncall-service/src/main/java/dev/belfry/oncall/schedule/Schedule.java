package dev.belfry.oncall.schedule;

import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A named rotation in one time zone; overrides are kept beside it, since they come and go without changing it. */
public record Schedule(UUID id, String name, @Nullable UUID team, ZoneId zone, Rotation rotation, long version) {}
