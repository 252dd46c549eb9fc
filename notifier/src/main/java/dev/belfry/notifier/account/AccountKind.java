package dev.belfry.notifier.account;

import dev.belfry.notifier.channel.Channel;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A kind of account at a provider: for which channels, and what it needs. */
@SuppressWarnings("ImmutableEnumChecker") // its sets and lists are those of Set.of and List.of
public enum AccountKind {
    TELEGRAM(
            "Telegram bot",
            "Talk to @BotFather in Telegram, send /newbot, and copy the token it answers. Let nothing else read what the bot is"
                    + " sent, and set no webhook for it: Belfry asks Telegram for the buttons that were pressed.",
            Set.of(Channel.TELEGRAM),
            secret("token", "Token of the bot", "\\d{5,20}:[A-Za-z0-9_-]{20,80}", "looks like 123456789:AAF…"),
            server("server", "Address of the Bot API", "Only for a Bot API server of your own.")),
    SLACK(
            "Slack app",
            "At api.slack.com/apps, create an app for your workspace with the bot scope chat:write, install it, and copy the"
                    + " Bot User OAuth Token. Turn on the Messages Tab under App Home. For answers by button either turn on"
                    + " Socket Mode and make an app-level token (connections:write), so that Slack needs to reach nothing of"
                    + " yours, or copy the signing secret and give Slack the address that is shown here after saving.",
            Set.of(Channel.SLACK_BOT),
            secret("token", "Bot User OAuth Token", "xoxb-[A-Za-z0-9-]{8,200}", "begins with xoxb-"),
            secret("app", "App-level token", "xapp-[A-Za-z0-9-]{8,200}", "begins with xapp-")
                    .optional(),
            secret("signing", "Signing secret", "[0-9a-f]{32}", "has 32 digits and letters from a to f")
                    .optional(),
            server("server", "Address of the API", "Only for a relay of your own.")),
    MATRIX(
            "Matrix",
            "Sign in with an account for Belfry at your homeserver, and copy its access token. Invite that account to the"
                    + " rooms that people name.",
            Set.of(Channel.MATRIX),
            server("server", "Address of the homeserver", "Such as https://matrix.example.net.")
                    .needed(),
            secret("token", "Access token", "\\S{8,500}", "is one word of 8 to 500 characters")),
    PUSHOVER(
            "Pushover",
            "Create an application at pushover.net, and copy its API token.",
            Set.of(Channel.PUSHOVER),
            secret("token", "API token of the application", "[A-Za-z0-9]{30}", "has 30 letters and digits"),
            server("server", "Address of the API", "Only for a relay of your own.")),
    TWILIO(
            "Twilio",
            "Sends SMS and calls. Copy account SID and auth token from Twilio's console. For answers by SMS, set the number's"
                    + " webhook for incoming messages to the address that is shown here after saving; Twilio has to reach the"
                    + " console from outside.",
            Set.of(Channel.SMS, Channel.VOICE),
            text("account", "Account SID", "AC[0-9a-f]{32}", "begins with AC and has 34 characters"),
            secret("token", "Auth token", "[0-9a-zA-Z]{16,64}", "has 16 to 64 letters and digits"),
            text(
                    "from",
                    "Sender",
                    "\\+[1-9]\\d{6,14}|MG[0-9a-f]{32}",
                    "is a number such as +15005550006, or a messaging service (MG…)"),
            text(
                            "caller",
                            "Number that calls",
                            "(\\+[1-9]\\d{6,14})?",
                            "is a number such as +15005550006; empty for the sender")
                    .optional(),
            server("server", "Address of the API", "Only for a relay of your own.")),
    VONAGE(
            "Vonage",
            "Sends SMS. Copy API key and secret from Vonage's dashboard.",
            Set.of(Channel.SMS),
            text("key", "API key", "[0-9a-zA-Z]{4,32}", "has 4 to 32 letters and digits"),
            secret("secret", "API secret", "\\S{8,64}", "is one word of 8 to 64 characters"),
            text(
                    "from",
                    "Sender",
                    "\\+?[1-9]\\d{6,14}|[A-Za-z0-9 ]{1,11}",
                    "is a number, or a name of at most 11 letters and digits"),
            server("server", "Address of the API", "Only for a relay of your own.")),
    SMS_GATEWAY(
            "SMS gateway",
            "Sends SMS through anything that takes a POST with JSON: id, to, text. Any 2xx is success. The header"
                    + " Idempotency-Key is the same for every attempt.",
            Set.of(Channel.SMS),
            server("url", "URL", "Takes the POST.").needed(),
            new Field("token", "Bearer token", true, false, Pattern.compile("\\S{1,500}"), "is one word"));

    private final String title;
    private final String how;
    private final Set<Channel> channels;
    private final List<Field> fields;

    /**
     * One thing that an account needs.
     *
     * @param shape what it must look like; an address of a server when null
     * @param hint what it is, in words that stand beside the field
     */
    public record Field(
            String name,
            String title,
            boolean secret,
            boolean required,
            @Nullable Pattern shape,
            String hint) {
        Field optional() {
            return new Field(name, title, secret, false, shape, hint);
        }

        Field needed() {
            return new Field(name, title, secret, true, shape, hint);
        }

        /** Why the value cannot be taken; null when it can. */
        @Nullable
        String problem(String value) {
            if (value.isEmpty()) {
                return required ? "is needed" : null;
            }
            if (shape == null) {
                return isServer(value) ? null : "must be an http or https address, without user and password";
            }
            return shape.matcher(value).matches() ? null : "is not right: it " + hint;
        }

        private static boolean isServer(String value) {
            try {
                var uri = URI.create(value);
                return value.length() <= 500
                        && uri.getHost() != null
                        && uri.getUserInfo() == null
                        && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            } catch (IllegalArgumentException unreadable) {
                return false;
            }
        }
    }

    AccountKind(String title, String how, Set<Channel> channels, Field... fields) {
        this.title = title;
        this.how = how;
        this.channels = channels;
        this.fields = List.of(fields);
    }

    private static Field secret(String name, String title, String shape, String hint) {
        return new Field(name, title, true, true, Pattern.compile(shape), hint);
    }

    private static Field text(String name, String title, String shape, String hint) {
        return new Field(name, title, false, true, Pattern.compile(shape), hint);
    }

    private static Field server(String name, String title, String hint) {
        return new Field(name, title, false, false, null, hint);
    }

    public String title() {
        return title;
    }

    /** How one comes by it. */
    public String how() {
        return how;
    }

    public Set<Channel> channels() {
        return channels;
    }

    public List<Field> fields() {
        return fields;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a word that is no kind */
    public static AccountKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
