/** The people and escalation policies that others own, as far as this service must name them. */
@NullMarked
package dev.belfry.incident.catalog.directory;

import org.jspecify.annotations.NullMarked;
