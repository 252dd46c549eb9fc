/** What happened in an incident, told in the order in which it happened. */
@NullMarked
package dev.belfry.incident.incident.timeline;

import org.jspecify.annotations.NullMarked;
