/** One call to a provider: the message in words, and the channel that takes it. */
@NullMarked
package dev.belfry.notifier.call;

import org.jspecify.annotations.NullMarked;
