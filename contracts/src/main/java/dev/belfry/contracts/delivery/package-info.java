/** What became of a page on one channel. */
@NullMarked
package dev.belfry.contracts.delivery;

import org.jspecify.annotations.NullMarked;
