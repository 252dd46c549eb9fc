/** What goes over the wire to each kind of provider, and what its answers mean; nothing here calls anybody. */
@NullMarked
package dev.belfry.notifier.wire;

import org.jspecify.annotations.NullMarked;
