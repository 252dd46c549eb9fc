/** From what came to deliveries: who is tried by which contact method, and when. */
@NullMarked
package dev.belfry.notifier.plan;

import org.jspecify.annotations.NullMarked;
