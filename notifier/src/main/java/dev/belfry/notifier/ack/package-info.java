/** The acknowledge link of a message: looking changes nothing, the button acknowledges. */
@NullMarked
package dev.belfry.notifier.ack;

import org.jspecify.annotations.NullMarked;
