/** What was changed in the world, kept to find the cause of what then broke. */
@NullMarked
package dev.belfry.incident.signal.change;

import org.jspecify.annotations.NullMarked;
