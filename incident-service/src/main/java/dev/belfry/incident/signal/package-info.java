/** What the world says: alerts, heartbeats, changes, and the silences that hold alerts back. */
@NullMarked
package dev.belfry.incident.signal;

import org.jspecify.annotations.NullMarked;
