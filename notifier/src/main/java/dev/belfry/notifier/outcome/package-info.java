/** What became of calls, and what follows from it; written in batches. */
@NullMarked
package dev.belfry.notifier.outcome;

import org.jspecify.annotations.NullMarked;
