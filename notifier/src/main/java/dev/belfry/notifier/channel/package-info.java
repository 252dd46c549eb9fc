/** The ways a message leaves the house, over SMTP and HTTP, the messages themselves, and what answers mean. */
@NullMarked
package dev.belfry.notifier.channel;

import org.jspecify.annotations.NullMarked;
