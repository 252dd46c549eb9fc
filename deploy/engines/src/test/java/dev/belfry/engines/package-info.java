/** The engines, tried by killing them. */
@NullMarked
package dev.belfry.engines;

import org.jspecify.annotations.NullMarked;
