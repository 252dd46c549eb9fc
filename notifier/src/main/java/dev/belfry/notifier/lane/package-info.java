/** The lanes to the providers: what is due, how many calls at once, in which order. */
@NullMarked
package dev.belfry.notifier.lane;

import org.jspecify.annotations.NullMarked;
