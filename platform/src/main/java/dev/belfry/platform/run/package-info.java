/** One process: its settings, its parts, the order in which they start and stop. */
@NullMarked
package dev.belfry.platform.run;

import org.jspecify.annotations.NullMarked;
