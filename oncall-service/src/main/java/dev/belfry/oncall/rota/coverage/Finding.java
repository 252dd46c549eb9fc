package dev.belfry.oncall.rota.coverage;

import java.util.UUID;

/**
 * One thing that is wrong with a schedule's time ahead, for those who lead its team.
 *
 * @param id the same as long as it is the same thing, so that nobody is told of it every day
 */
public record Finding(UUID id, String line) {}
