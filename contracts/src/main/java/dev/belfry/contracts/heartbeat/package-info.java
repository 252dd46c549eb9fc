/** Signs of life: what says regularly that it still works, and the clock by which its silence is measured. */
@NullMarked
package dev.belfry.contracts.heartbeat;

import org.jspecify.annotations.NullMarked;
