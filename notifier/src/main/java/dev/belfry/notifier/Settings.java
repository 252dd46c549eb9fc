package dev.belfry.notifier;

import dev.belfry.notifier.channel.CallLimits;
import dev.belfry.notifier.channel.MailSettings;
import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.HostSettings;
import java.time.Duration;

/**
 * The settings of the notifier.
 *
 * @param allowPrivateWebhooks webhooks may lead into private networks
 * @param limits how long calls may take
 * @param pageLife how long a page is tried
 * @param digestWindow how long the pages of one person are gathered into one mail; zero: never
 * @param kept how long pages and notices are kept with their deliveries and attempts
 */
public record Settings(
        HostSettings host,
        MailSettings mail,
        boolean allowPrivateWebhooks,
        CallLimits limits,
        Duration pageLife,
        Duration digestWindow,
        Duration kept) {
    private static final Duration LONGEST_WINDOW = Duration.ofSeconds(60);
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(10);
    private static final Duration LONGEST_LIFE = Duration.ofDays(3);

    public static Settings from(Environment env) {
        return new Settings(
                host(env),
                MailSettings.from(env),
                env.flag("BELFRY_WEBHOOK_ALLOW_PRIVATE", false),
                CallLimits.USUAL,
                between(env, "BELFRY_PAGE_LIFE", Duration.ofHours(6), SHORTEST_LIFE, LONGEST_LIFE),
                between(env, "BELFRY_DIGEST_WINDOW", Duration.ofSeconds(3), Duration.ZERO, LONGEST_WINDOW),
                between(env, "BELFRY_DELIVERIES_KEPT", Duration.ofDays(90), Duration.ofDays(7), Duration.ofDays(3650)));
    }

    static HostSettings host(Environment env) {
        return HostSettings.from(env, "notifier", 8084, 8094, true);
    }

    private static Duration between(Environment env, String name, Duration usual, Duration least, Duration most) {
        var given = env.duration(name, usual);
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            env.problem(name + ": \"" + given + "\" (expected: " + least + " to " + most + ")");
            return usual;
        }
        return given;
    }
}
