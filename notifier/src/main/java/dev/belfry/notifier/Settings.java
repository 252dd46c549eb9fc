package dev.belfry.notifier;

import dev.belfry.notifier.channel.CallLimits;
import dev.belfry.notifier.channel.MailSettings;
import dev.belfry.notifier.seal.Keyring;
import dev.belfry.platform.http.Egress;
import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.HostSettings;
import java.time.Duration;

/**
 * The settings of the notifier.
 *
 * @param keys under which addresses and secrets are sealed
 * @param egress where messages over HTTP may lead
 * @param limits how long calls may take
 * @param pageLife how long a page is tried
 * @param digestWindow how long the pages of one person are gathered into one mail; zero: never
 * @param kept how long pages and notices are kept with their deliveries and attempts
 */
public record Settings(
        HostSettings host,
        MailSettings mail,
        Keyring keys,
        Egress egress,
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
                keys(env),
                egress(env),
                CallLimits.USUAL,
                between(env, "BELFRY_PAGE_LIFE", Duration.ofHours(6), SHORTEST_LIFE, LONGEST_LIFE),
                between(env, "BELFRY_DIGEST_WINDOW", Duration.ofSeconds(3), Duration.ZERO, LONGEST_WINDOW),
                between(env, "BELFRY_DELIVERIES_KEPT", Duration.ofDays(90), Duration.ofDays(7), Duration.ofDays(3650)));
    }

    static HostSettings host(Environment env) {
        return HostSettings.from(env, "notifier", 8084, 8094, true);
    }

    private static Keyring keys(Environment env) {
        var text = env.secret("BELFRY_SEAL_KEYS");
        try {
            if (text != null) {
                return Keyring.of(text);
            }
            env.problem("BELFRY_SEAL_KEYS or BELFRY_SEAL_KEYS_FILE is not set (expected: " + Keyring.EXPECTED + ")");
        } catch (IllegalArgumentException bad) {
            env.problem("BELFRY_SEAL_KEYS: " + bad.getMessage() + " (expected: " + Keyring.EXPECTED + ")");
        }
        return Keyring.of(Keyring.line("none", new byte[32]));
    }

    private static Egress egress(Environment env) {
        if (env.flag("BELFRY_WEBHOOK_ALLOW_PRIVATE", false)) {
            return Egress.ANYWHERE;
        }
        try {
            return Egress.beside(env.text("BELFRY_WEBHOOK_ALLOW", ""));
        } catch (IllegalArgumentException bad) {
            env.problem("BELFRY_WEBHOOK_ALLOW: " + bad.getMessage());
            return Egress.PUBLIC;
        }
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
