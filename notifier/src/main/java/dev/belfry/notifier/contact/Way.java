package dev.belfry.notifier.contact;

import dev.belfry.notifier.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of a contact method of one channel, in the words of the form.
 *
 * @param address what the address is called
 * @param hint where one finds it
 * @param secret whether the receiver asks for something secret beside the address
 * @param secretHint what that is, and where one finds it
 */
public record Way(String address, String hint, Secret secret, String secretHint) {
    private static final String ANYBODY =
            " Whoever reads the messages there can acknowledge in your name, so let it be a channel of yours.";

    public enum Secret {
        NONE,
        WELCOME,
        NEEDED
    }

    public static Way of(Channel channel) {
        return switch (channel) {
            case EMAIL -> plain("E-mail address", "Such as ann@example.net.");
            case WEBHOOK ->
                plain("URL", "Takes a POST with JSON, signed with a secret that you see once, after adding.");
            case SLACK ->
                hook("In Slack: Apps, Incoming Webhooks, choose a channel, and copy the Webhook URL"
                        + " (https://hooks.slack.com/services/…)." + ANYBODY);
            case SLACK_BOT ->
                plain(
                        "Member ID",
                        "In Slack: your profile, the three dots, Copy member ID (U…). A channel's ID (C…) works once Belfry's"
                                + " app is invited there; only you can answer what it posts for you.");
            case TEAMS ->
                hook("In Teams: Workflows, “Send webhook alerts to a chat”, and copy the URL that is shown at its end."
                        + ANYBODY);
            case MATTERMOST -> hook("In Mattermost: Integrations, Incoming Webhooks (https://…/hooks/…)." + ANYBODY);
            case DISCORD ->
                hook("In Discord: the channel's settings, Integrations, Webhooks, Copy Webhook URL." + ANYBODY);
            case GOOGLE_CHAT ->
                hook("In Google Chat: the space's Apps & integrations, Webhooks, and copy the link." + ANYBODY);
            case ROCKET_CHAT -> hook("In Rocket.Chat: Integrations, New, Incoming (https://…/hooks/…)." + ANYBODY);
            case MATRIX ->
                plain(
                        "ID of the room",
                        "In Element: the room's settings, Advanced, Internal room ID (!…). Belfry's account has to be invited"
                                + " to it.");
            case TELEGRAM ->
                plain(
                        "Chat ID",
                        "Send /start to Belfry's bot, which your admin names to you: it answers with the ID of the chat. In a group"
                                + " send /id; only you can answer what the bot posts there for you, once your own chat is a"
                                + " contact method, too.");
            case NTFY ->
                new Way(
                        "URL of the topic",
                        "Such as https://ntfy.sh/ and a name that nobody guesses. Subscribe to it in the app.",
                        Secret.WELCOME,
                        "An access token (tk_…) that may publish there. Leave it empty for a topic that is open.");
            case GOTIFY ->
                new Way(
                        "Address of your server",
                        "Such as https://gotify.example.net.",
                        Secret.NEEDED,
                        "The token of an application: in Gotify, Apps, Create application.");
            case SMS -> plain("Phone number", "With its country and without blanks, such as +491701234567.");
            case VOICE ->
                plain(
                        "Phone number",
                        "With its country and without blanks, such as +491701234567. You are called, and acknowledge with a"
                                + " key.");
            case PUSHOVER -> plain("User key", "30 letters and digits, shown when you sign in at pushover.net.");
        };
    }

    private static Way plain(String address, String hint) {
        return new Way(address, hint, Secret.NONE, "");
    }

    private static Way hook(String hint) {
        return plain("URL of the webhook", hint);
    }

    /** Why that secret cannot be taken; null when it can. */
    @Nullable
    String secretProblem(String given) {
        if (secret == Secret.NONE) {
            return "is nothing that this kind of contact method has";
        }
        return given.matches("[\\x21-\\x7e]{1,200}")
                ? null
                : "must be one word of at most 200 letters, digits and signs";
    }
}
