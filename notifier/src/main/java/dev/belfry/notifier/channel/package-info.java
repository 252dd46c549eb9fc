/** The ways a message leaves the house: SMTP and signed webhooks, and what their answers mean. */
@NullMarked
package dev.belfry.notifier.channel;

import org.jspecify.annotations.NullMarked;
