package dev.belfry.notifier.answer;

import dev.belfry.notifier.account.AccountBook;
import dev.belfry.notifier.channel.Account;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ProviderClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Keeps a connection open for each account of Slack that has an app-level token, and for no other. */
public final class SlackSweep {
    public static final Duration EVERY = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final ProviderClient providers;
    private final SlackCommands commands;
    private final AccountBook book;
    private final RandomGenerator random;
    private final Map<UUID, SlackSocketClient> open = new HashMap<>();

    public SlackSweep(
            Vertx vertx, ProviderClient providers, SlackCommands commands, AccountBook book, RandomGenerator random) {
        this.vertx = vertx;
        this.providers = providers;
        this.commands = commands;
        this.book = book;
        this.random = random;
    }

    /** Waits for nobody's goodbye: one that never comes must not keep the others from being opened. */
    public synchronized Future<Void> run() {
        var wanted = book.of(Channel.SLACK_BOT).stream()
                .filter(account -> !account.value("app").isEmpty())
                .collect(Collectors.toMap(Account::id, account -> account));
        open.values().removeIf(socket -> {
            boolean stays = socket.account().equals(wanted.get(socket.account().id()));
            if (!stays) {
                socket.close();
            }
            return !stays;
        });
        wanted.forEach((id, account) -> open.computeIfAbsent(id, first -> {
            var socket = new SlackSocketClient(vertx, providers, account, commands, book, random);
            socket.start();
            return socket;
        }));
        return Future.succeededFuture();
    }

    public synchronized Future<Void> close() {
        var all = open.values().stream().map(SlackSocketClient::close).toList();
        open.clear();
        return all.isEmpty()
                ? Future.succeededFuture()
                : Future.join(all).<Void>mapEmpty().otherwiseEmpty();
    }
}
