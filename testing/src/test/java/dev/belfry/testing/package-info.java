/** The tests of what tests stand on. */
@NullMarked
package dev.belfry.testing;

import org.jspecify.annotations.NullMarked;
