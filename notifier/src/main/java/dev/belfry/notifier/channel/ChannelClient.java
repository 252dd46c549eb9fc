package dev.belfry.notifier.channel;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All channels behind one call, with a memory of how each is doing. */
public final class ChannelClient {
    private final EmailClient email;
    private final WebhookClient webhook;
    private final InstantSource clock;
    private final Map<Channel, ChannelState> states = new EnumMap<>(Channel.class);

    public ChannelClient(EmailClient email, WebhookClient webhook, InstantSource clock) {
        this.email = email;
        this.webhook = webhook;
        this.clock = clock;
        states.put(
                Channel.EMAIL,
                ChannelState.fresh(
                        Channel.EMAIL,
                        email.configured(),
                        email.configured() ? "nothing was sent yet" : "BELFRY_SMTP_HOST is not set"));
        states.put(Channel.WEBHOOK, ChannelState.fresh(Channel.WEBHOOK, true, "nothing was sent yet"));
    }

    /** Always succeeds: what went wrong is an outcome. */
    public Future<Outcome> send(Destination destination, Notice notice) {
        var secret = destination.secret() == null ? "" : destination.secret();
        var sent = switch (destination.channel()) {
            case EMAIL -> email.send(destination.address(), notice);
            case WEBHOOK -> webhook.send(destination.address(), secret, notice);
        };
        return sent.onSuccess(outcome -> note(destination.channel(), outcome));
    }

    public List<ChannelState> states() {
        synchronized (states) {
            return List.copyOf(states.values());
        }
    }

    public Future<Void> close() {
        return email.close().eventually(webhook::close);
    }

    private void note(Channel channel, Outcome outcome) {
        synchronized (states) {
            states.computeIfPresent(channel, (same, state) -> state.after(outcome, clock.instant()));
        }
    }
}
