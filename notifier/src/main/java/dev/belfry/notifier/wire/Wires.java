package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Wire;
import java.util.EnumMap;
import java.util.Map;

/** All channels that go over HTTP. */
public final class Wires {
    private Wires() {}

    public static Map<Channel, Wire> all() {
        Map<Channel, Wire> wires = new EnumMap<>(Channel.class);
        wires.put(Channel.WEBHOOK, new WebhookWire());
        wires.put(Channel.SLACK, new SlackWire());
        wires.put(Channel.SLACK_BOT, new SlackBotWire());
        wires.put(Channel.TEAMS, new TeamsWire());
        wires.put(Channel.MATTERMOST, new MattermostWire());
        wires.put(Channel.DISCORD, new DiscordWire());
        wires.put(Channel.GOOGLE_CHAT, new GoogleChatWire());
        wires.put(Channel.ROCKET_CHAT, new RocketChatWire());
        wires.put(Channel.MATRIX, new MatrixWire());
        wires.put(Channel.TELEGRAM, new TelegramWire());
        wires.put(Channel.NTFY, new NtfyWire());
        wires.put(Channel.GOTIFY, new GotifyWire());
        wires.put(Channel.PUSHOVER, new PushoverWire());
        wires.put(Channel.SMS, new SmsWire());
        wires.put(Channel.VOICE, new VoiceWire());
        return wires;
    }
}
