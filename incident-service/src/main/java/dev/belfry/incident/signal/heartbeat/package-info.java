/** Signs of life that are awaited, and the alerts that tell of their absence. */
@NullMarked
package dev.belfry.incident.signal.heartbeat;

import org.jspecify.annotations.NullMarked;
