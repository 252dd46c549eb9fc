/** What to do when something failed: wait, halve, or set aside. */
@NullMarked
package dev.belfry.platform.patience;

import org.jspecify.annotations.NullMarked;
