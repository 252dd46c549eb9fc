/** The first stage: pages and notices as they came. */
@NullMarked
package dev.belfry.notifier.page;

import org.jspecify.annotations.NullMarked;
