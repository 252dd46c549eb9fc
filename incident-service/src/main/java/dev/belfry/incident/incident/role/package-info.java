/** Who does what in an incident: commander, communications lead, scribe, and roles people name themselves. */
@NullMarked
package dev.belfry.incident.incident.role;

import org.jspecify.annotations.NullMarked;
