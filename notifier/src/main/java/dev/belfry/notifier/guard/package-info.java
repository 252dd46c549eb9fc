/** Whether a page is still wanted: what is known of its incident. */
@NullMarked
package dev.belfry.notifier.guard;

import org.jspecify.annotations.NullMarked;
