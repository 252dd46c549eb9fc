/** Incidents by the words that are written about them. */
@NullMarked
package dev.belfry.incident.incident.search;

import org.jspecify.annotations.NullMarked;
