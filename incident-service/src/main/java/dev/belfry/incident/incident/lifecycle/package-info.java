/** What an incident is, what may happen to it, and how it is kept. */
@NullMarked
package dev.belfry.incident.incident.lifecycle;

import org.jspecify.annotations.NullMarked;
