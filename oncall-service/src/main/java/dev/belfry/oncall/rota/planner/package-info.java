/** The pages on which people read a schedule, lay overrides over it, and change it. */
@NullMarked
package dev.belfry.oncall.rota.planner;

import org.jspecify.annotations.NullMarked;
