package dev.belfry.platform.database;

import java.time.Duration;
import java.util.UUID;

/**
 * A timer to be armed when the transaction commits; an id that is armed already stays as it is.
 *
 * @param delay from the database's clock at commit
 */
public record TimerOrder(UUID id, String kind, UUID ref, int cycle, int step, int repeat, Duration delay) {}
