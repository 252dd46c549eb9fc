package dev.belfry.notifier.channel;

import java.time.Duration;

/**
 * How long each part of a call may take.
 *
 * @param connect until the connection is open
 * @param answer until the provider answers what was asked of it
 * @param taking until a mail server says that it has taken a message whose content it has; cut short, the message may
 *     arrive all the same
 * @param idle how long a connection without a call is kept
 */
public record CallLimits(Duration connect, Duration answer, Duration taking, Duration idle) {
    public static final CallLimits USUAL = new CallLimits(
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(20));
}
