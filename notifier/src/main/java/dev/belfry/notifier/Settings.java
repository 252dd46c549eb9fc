package dev.belfry.notifier;

import dev.belfry.notifier.channel.MailSettings;
import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.HostSettings;

/**
 * The settings of the notifier.
 *
 * @param allowPrivateWebhooks webhooks may lead into private networks
 */
public record Settings(HostSettings host, MailSettings mail, boolean allowPrivateWebhooks) {
    public static Settings from(Environment env) {
        return new Settings(host(env), MailSettings.from(env), env.flag("BELFRY_WEBHOOK_ALLOW_PRIVATE", false));
    }

    static HostSettings host(Environment env) {
        return HostSettings.from(env, "notifier", 8084, 8094, true);
    }
}
