/** Scheduled maintenance: announced, begun and ended by itself at its times. */
@NullMarked
package dev.belfry.status.maintenance;

import org.jspecify.annotations.NullMarked;
