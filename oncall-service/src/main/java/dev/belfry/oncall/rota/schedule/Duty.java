package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person on call, and why.
 *
 * @param group the row they are in; null for somebody who is beside all of them
 * @param by the layer, the override or the temporary schedule
 * @param turn when the turn of the layer begins
 * @param shadow this person is shown beside who is on call, and is not paged
 */
public record Duty(
        UUID user,
        @Nullable UUID group,
        Source source,
        UUID by,
        @Nullable Instant turn,
        boolean shadow) {}
