/** One page by one contact method, from the first attempt to its end. */
@NullMarked
package dev.belfry.notifier.delivery;

import org.jspecify.annotations.NullMarked;
