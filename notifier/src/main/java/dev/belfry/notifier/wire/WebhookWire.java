package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.ChannelFigures.Repeats;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.WebhookSignature;
import dev.belfry.notifier.channel.Wire;
import java.time.Instant;

/** Our own webhooks, signed as Standard Webhooks says; nothing that a receiver answers is shown. */
final class WebhookWire implements Wire {
    @Override
    public Request request(Letter letter) {
        var id = letter.notice().id().toString();
        long timestamp = letter.now().getEpochSecond();
        var request =
                Request.json("POST", letter.to().address(), letter.notice().payload());
        return request.with("content-type", "application/json")
                .with("webhook-id", id)
                .with("webhook-timestamp", Long.toString(timestamp))
                .with(
                        "webhook-signature",
                        WebhookSignature.sign(
                                letter.secret(), id, timestamp, request.body().getBytes()));
    }

    @Override
    public Outcome outcome(Answer answer, Instant now) {
        return Verdict.http(answer.status(), answer.header("Retry-After"), now);
    }

    @Override
    public Repeats repeats() {
        return Repeats.KNOWN;
    }
}
