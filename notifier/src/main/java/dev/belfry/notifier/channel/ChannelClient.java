package dev.belfry.notifier.channel;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All channels behind one call, with a memory of how each is doing. */
public final class ChannelClient {
    private final EmailClient email;
    private final ProviderClient providers;
    private final Map<Channel, Wire> wires;
    private final Accounts accounts;
    private final InstantSource clock;
    private final Map<Channel, Throttle> throttles =
            Map.of(Channel.SMS, new Throttle(Throttle.SMS), Channel.VOICE, new Throttle(Throttle.VOICE));
    private final Map<Channel, ChannelState> states = new EnumMap<>(Channel.class);

    /** The accounts that are set up, as they stand at the moment of a call. */
    public interface Accounts {
        /** Those in use, in the order in which they are tried. */
        List<Account> of(Channel channel);

        /** What came of a call. */
        void note(Account account, Outcome outcome);
    }

    public ChannelClient(
            EmailClient email,
            ProviderClient providers,
            Map<Channel, Wire> wires,
            Accounts accounts,
            InstantSource clock) {
        this.email = email;
        this.providers = providers;
        this.wires = wires;
        this.accounts = accounts;
        this.clock = clock;
        for (var channel : Channel.values()) {
            states.put(channel, ChannelState.fresh(channel, true, "nothing was sent yet"));
        }
        if (!email.configured()) {
            states.put(Channel.EMAIL, ChannelState.fresh(Channel.EMAIL, false, "BELFRY_SMTP_HOST is not set"));
        }
    }

    /** Always succeeds: what went wrong is an outcome. */
    public Future<Outcome> send(Destination destination, Notice notice) {
        return send(destination, notice, (String) null);
    }

    /** @param thread by what the provider knows the first message of the conversation; null where there is none */
    public Future<Outcome> send(Destination destination, Notice notice, @Nullable String thread) {
        var channel = destination.channel();
        var sent = channel == Channel.EMAIL
                ? email.send(destination.address(), notice)
                : needsAccount(channel)
                        ? through(accounts.of(channel), 0, destination, notice, thread)
                        : over(destination, notice, null, thread);
        return sent.onSuccess(outcome -> note(channel, outcome));
    }

    /** A channel that needs an account is configured while one is in use. */
    public List<ChannelState> states() {
        synchronized (states) {
            return states.values().stream()
                    .map(state -> needsAccount(state.channel())
                                    && accounts.of(state.channel()).isEmpty()
                            ? ChannelState.fresh(state.channel(), false, "no account is set up")
                            : state)
                    .toList();
        }
    }

    /** Whether messages of the channel are kept true once they stand there. */
    public boolean edits(Channel channel) {
        var wire = wires.get(channel);
        return wire != null && wire.edits();
    }

    public boolean threads(Channel channel) {
        var wire = wires.get(channel);
        return wire != null && wire.threads();
    }

    /**
     * Puts a message in the place of one that was sent.
     *
     * @param through the account through which it was sent; null where none is needed
     * @param receipt by what the provider knows it
     */
    public Future<Outcome> edit(Destination destination, Notice notice, @Nullable UUID through, String receipt) {
        var wire = wires.get(destination.channel());
        var account = accounts.of(destination.channel()).stream()
                .filter(one -> one.id().equals(through))
                .findFirst()
                .orElse(null);
        if (wire == null || (wire.throughAccount() && account == null)) {
            return Future.succeededFuture(
                    new Outcome.Permanent("the account is not in use any more", Outcome.Fault.CHANNEL));
        }
        var letter = new Wire.Letter(destination, notice, account, clock.instant(), null);
        Request request;
        try {
            request = wire.edit(letter, receipt);
        } catch (IllegalArgumentException unreadable) {
            request = null;
        }
        return request == null
                ? Future.succeededFuture(new Outcome.Permanent("this message cannot be changed", Outcome.Fault.ADDRESS))
                : providers.ask(request).map(reply -> outcome(wire, reply));
    }

    private boolean needsAccount(Channel channel) {
        var wire = wires.get(channel);
        return wire != null && wire.throughAccount();
    }

    public Future<Void> close() {
        return email.close().eventually(providers::close);
    }

    /** Sends through one account, whether it is in use or not: somebody tries it. */
    public Future<Outcome> send(Destination destination, Notice notice, Account account) {
        return send(destination, notice, account, null);
    }

    private Future<Outcome> send(Destination destination, Notice notice, Account account, @Nullable String thread) {
        return over(destination, notice, account, thread)
                .map(outcome -> outcome instanceof Outcome.Accepted accepted ? accepted.through(account.id()) : outcome)
                .onSuccess(outcome -> accounts.note(account, outcome));
    }

    /** The next account takes what the one before cannot; what may have arrived goes through no other. */
    private Future<Outcome> through(
            List<Account> all, int n, Destination destination, Notice notice, @Nullable String thread) {
        if (all.isEmpty()) {
            return Future.succeededFuture(new Outcome.Permanent(
                    "no account for " + destination.channel().title() + " is set up", Outcome.Fault.CHANNEL));
        }
        return send(destination, notice, all.get(n), thread)
                .compose(outcome -> outcome.trouble() == Outcome.Trouble.CERTAIN && n + 1 < all.size()
                        ? through(all, n + 1, destination, notice, null)
                        : Future.succeededFuture(outcome));
    }

    /** A thread that is not there any more costs no page: the message then stands alone. */
    private Future<Outcome> over(
            Destination destination, Notice notice, @Nullable Account account, @Nullable String thread) {
        var sent = once(destination, notice, account, thread);
        return thread == null
                ? sent
                : sent.compose(outcome ->
                        outcome instanceof Outcome.Permanent refused && refused.fault() == Outcome.Fault.ADDRESS
                                ? once(destination, notice, account, null)
                                : Future.succeededFuture(outcome));
    }

    private Future<Outcome> once(
            Destination destination, Notice notice, @Nullable Account account, @Nullable String thread) {
        var kind = wires.get(destination.channel());
        if (kind == null) {
            return Future.succeededFuture(new Outcome.Permanent(
                    destination.channel().title() + " is not there any more", Outcome.Fault.CHANNEL));
        }
        var wire = account == null ? kind : kind.through(account);
        var letter = new Wire.Letter(destination, notice, account, clock.instant(), thread);
        var wait = throttled(destination);
        if (wait.isPositive()) {
            return Future.succeededFuture(new Outcome.Passing(
                    "so many messages went to this number that it is left alone for a while",
                    wait,
                    Outcome.Trouble.NONE));
        }
        Request request;
        Request earlier;
        try {
            request = wire.request(letter);
            earlier = notice.card().repeat() ? wire.lookup(letter) : null;
        } catch (IllegalArgumentException unreadable) {
            return Future.succeededFuture(
                    new Outcome.Permanent("no call can be made of this address", Outcome.Fault.ADDRESS));
        }
        return earlier == null
                ? providers.ask(request).map(reply -> outcome(wire, reply))
                : providers.ask(earlier).compose(reply -> {
                    var found = reply instanceof ProviderClient.Reply.Answered answered
                                    && answered.answer().success()
                            ? wire.found(answered.answer(), letter)
                            : null;
                    return found != null
                            ? Future.succeededFuture(found)
                            : providers.ask(request).map(again -> outcome(wire, again));
                });
    }

    private Duration throttled(Destination destination) {
        var throttle = throttles.get(destination.channel());
        return throttle == null ? Duration.ZERO : throttle.take(destination.address(), clock.instant());
    }

    private Outcome outcome(Wire wire, ProviderClient.Reply reply) {
        return switch (reply) {
            case ProviderClient.Reply.Answered answered -> wire.outcome(answered.answer(), clock.instant());
            case ProviderClient.Reply.Refused refused -> new Outcome.Permanent(refused.detail(), Outcome.Fault.ADDRESS);
            case ProviderClient.Reply.Unreached unreached ->
                new Outcome.Passing(unreached.detail(), null, Outcome.Trouble.CERTAIN);
            case ProviderClient.Reply.Silent silent ->
                wire.repeats() == ChannelFigures.Repeats.KNOWN
                        ? new Outcome.Passing(silent.detail(), null, Outcome.Trouble.CERTAIN)
                        : new Outcome.Ambiguous(silent.detail());
        };
    }

    private void note(Channel channel, Outcome outcome) {
        synchronized (states) {
            states.computeIfPresent(channel, (same, state) -> state.after(outcome, clock.instant()));
        }
    }
}
