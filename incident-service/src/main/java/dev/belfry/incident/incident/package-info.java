/** Incidents: how alerts become one, what may happen to it, and what responders see and do. */
@NullMarked
package dev.belfry.incident.incident;

import org.jspecify.annotations.NullMarked;
