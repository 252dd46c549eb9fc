/** The latest requests of each integration: what came, and what it was taken for. */
@NullMarked
package dev.belfry.incident.catalog.recent;

import org.jspecify.annotations.NullMarked;
