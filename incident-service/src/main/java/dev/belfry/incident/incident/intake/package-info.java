/** Turns the alerts of senders into incidents: which open, which join one, which end one. */
@NullMarked
package dev.belfry.incident.incident.intake;

import org.jspecify.annotations.NullMarked;
