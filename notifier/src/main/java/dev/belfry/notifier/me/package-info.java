/** The page where people say how they want to be reached. */
@NullMarked
package dev.belfry.notifier.me;

import org.jspecify.annotations.NullMarked;
