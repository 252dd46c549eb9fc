package dev.belfry.notifier.channel;

import dev.belfry.platform.run.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How mail leaves.
 *
 * @param host null: e-mail is not configured
 * @param startTls {@code disabled}, {@code optional} or {@code required}
 * @param tls TLS from the first byte
 * @param connections how many connections pages may use at once
 * @param trust a PEM file with the authorities that may vouch for the mail server; null: those the Java runtime knows
 */
public record MailSettings(
        @Nullable String host,
        int port,
        String startTls,
        boolean tls,
        @Nullable String username,
        @Nullable String password,
        String from,
        @Nullable String trust,
        int connections) {

    public static final int CONNECTIONS = 64;
    /** An address, or a name and an address in angle brackets. */
    private static final Pattern FROM = Pattern.compile("[^\\s<>]+|([^<>\\p{Cntrl}]*)<([^\\s<>]+)>");

    public static MailSettings from(Environment env) {
        var host = env.text("BELFRY_SMTP_HOST", "");
        var startTls = env.text("BELFRY_SMTP_STARTTLS", "optional").toLowerCase(Locale.ROOT);
        if (!startTls.matches("disabled|optional|required")) {
            env.problem("BELFRY_SMTP_STARTTLS: \"" + startTls + "\" (expected: disabled, optional or required)");
            startTls = "required";
        }
        boolean tls = env.flag("BELFRY_SMTP_TLS", false);
        var username = env.text("BELFRY_SMTP_USERNAME", "");
        var password = env.secret("BELFRY_SMTP_PASSWORD");
        if (username.isEmpty() != (password == null)) {
            env.problem("BELFRY_SMTP_USERNAME and BELFRY_SMTP_PASSWORD (expected: both or neither)");
        }
        var from = env.text("BELFRY_MAIL_FROM", "belfry@localhost");
        if (!FROM.matcher(from).matches() || Mailbox.of(address(from)).isEmpty()) {
            env.problem("BELFRY_MAIL_FROM: \"" + from + "\" (expected: an address such as belfry@example.net)");
        }
        var trust = env.text("BELFRY_SMTP_TRUST", "");
        if (!trust.isEmpty() && !Files.isReadable(Path.of(trust))) {
            env.problem("BELFRY_SMTP_TRUST: \"" + trust + "\" (expected: a PEM file that can be read)");
        }
        return new MailSettings(
                host.isEmpty() ? null : host,
                env.number("BELFRY_SMTP_PORT", tls ? 465 : 25, 1, 65_535),
                startTls,
                tls,
                username.isEmpty() ? null : username,
                password,
                from,
                trust.isEmpty() ? null : trust,
                env.number("BELFRY_SMTP_CONNECTIONS", CONNECTIONS, 4, 512));
    }

    /** The address that mails come from. */
    Mailbox sender() {
        return Mailbox.of(address(from)).orElseThrow();
    }

    /** What stands before that address; empty when nothing does. */
    String senderName() {
        var parts = FROM.matcher(from.strip());
        var name = parts.matches() && parts.group(1) != null ? parts.group(1).strip() : "";
        return name.matches("\".*\"") ? name.substring(1, name.length() - 1) : name;
    }

    private static String address(String from) {
        var parts = FROM.matcher(from.strip());
        return parts.matches() && parts.group(2) != null ? parts.group(2) : from.strip();
    }

    /** Never tells the password. */
    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + port + "]";
    }
}
