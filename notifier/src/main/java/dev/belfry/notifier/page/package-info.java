/** The pages that came, as they came. */
@NullMarked
package dev.belfry.notifier.page;

import org.jspecify.annotations.NullMarked;
