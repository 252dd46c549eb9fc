package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.coverage.CoverageQueries.Outlook;
import org.jspecify.annotations.Nullable;

/**
 * What would come of a draft.
 *
 * @param differences from the schedule as it is; null for a new one
 */
public record Preview(Drawing drawing, @Nullable Differences differences, Outlook outlook) {}
