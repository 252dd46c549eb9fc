/** Durable timers: what is due, once, whoever dies. */
@NullMarked
package dev.belfry.platform.timer;

import org.jspecify.annotations.NullMarked;
