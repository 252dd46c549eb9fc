/** Swaps and cover, without engines. */
@NullMarked
package dev.belfry.oncall.rota.swap;

import org.jspecify.annotations.NullMarked;
