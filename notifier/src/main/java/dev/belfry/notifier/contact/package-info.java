/** How a person can be reached: addresses, and the secrets that sign webhooks. */
@NullMarked
package dev.belfry.notifier.contact;

import org.jspecify.annotations.NullMarked;
