/** How addresses and secrets lie in the database: sealed under keys that are not in it. */
@NullMarked
package dev.belfry.notifier.seal;

import org.jspecify.annotations.NullMarked;
