/** What the counts of a period say. */
@NullMarked
package dev.belfry.incident.insight.report;

import org.jspecify.annotations.NullMarked;
