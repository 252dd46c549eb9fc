package dev.belfry.oncall.rota.schedule;

import java.time.Instant;

/** A schedule as it is from an instant until its next version: an edit never rewrites what was before it. */
public record ScheduleVersion(Instant from, Schedule schedule) {}
