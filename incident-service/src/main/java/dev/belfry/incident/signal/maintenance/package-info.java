/** Maintenance windows: planned work that pages nobody, once or again and again. */
@NullMarked
package dev.belfry.incident.signal.maintenance;

import org.jspecify.annotations.NullMarked;
