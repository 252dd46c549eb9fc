/** One transaction: state, outgoing messages and timers commit together or not at all. */
@NullMarked
package dev.belfry.platform.database;

import org.jspecify.annotations.NullMarked;
