/** Swaps and cover, without engines. */
@NullMarked
package dev.belfry.oncall.swap;

import org.jspecify.annotations.NullMarked;
