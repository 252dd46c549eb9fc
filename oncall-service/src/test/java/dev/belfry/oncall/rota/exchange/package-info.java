/** Swaps and cover, without engines. */
@NullMarked
package dev.belfry.oncall.rota.exchange;

import org.jspecify.annotations.NullMarked;
