package dev.belfry.notifier.answer;

import dev.belfry.notifier.account.AccountBook;
import dev.belfry.notifier.channel.Account;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.ProviderClient;
import dev.belfry.notifier.channel.Request;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Socket Mode of one account: a connection that we open, over which Slack brings what was pressed. Every replica has one; Slack
 * gives each press to one of them, and to another when it is not confirmed.
 */
final class SlackSocketClient {
    private static final String USUAL = "https://slack.com/api";
    private static final long PING_MS = 15_000;
    /** Slack says goodbye some time before it closes. */
    private static final long GOODBYE_MS = 10_000;

    private static final long GOODBYE_AT_END_MS = 2_000;
    private static final long LIVED_MS = 30_000;
    private static final long LONGEST_WAIT_MS = 60_000;

    private final Vertx vertx;
    private final Context context;
    private final ProviderClient providers;
    private final Account account;
    private final SlackCommands commands;
    private final AccountBook book;
    private final RandomGenerator random;
    // Touched on the context only.
    private @Nullable WebSocket current;
    /** The number of the connection that counts; 0 while there is none. */
    private int serving;

    private int opened;
    private int attempts;
    private boolean closed;

    SlackSocketClient(
            Vertx vertx,
            ProviderClient providers,
            Account account,
            SlackCommands commands,
            AccountBook book,
            RandomGenerator random) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.providers = providers;
        this.account = account;
        this.commands = commands;
        this.book = book;
        this.random = random;
    }

    /** As it was set up when this connection was opened. */
    Account account() {
        return account;
    }

    void start() {
        context.runOnContext(go -> open());
    }

    /** Always succeeds, within two seconds. */
    Future<Void> close() {
        return Future.<Void>future(done -> context.runOnContext(go -> {
                    closed = true;
                    var last = current;
                    (last == null ? Future.<Void>succeededFuture() : last.close()).onComplete(done);
                }))
                .timeout(GOODBYE_AT_END_MS, TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    private void open() {
        if (closed) {
            return;
        }
        attempts++;
        address()
                .compose(providers::socket)
                .onComplete(opened -> context.runOnContext(go -> {
                    if (opened.succeeded()) {
                        listen(opened.result());
                    } else {
                        book.note(account, new Outcome.Passing(said(opened.cause()), null, Outcome.Trouble.NONE));
                        again();
                    }
                }));
    }

    /** Slack names an address for each connection. */
    private Future<URI> address() {
        var server = account.value("server").isEmpty()
                ? USUAL
                : account.value("server").replaceAll("/+$", "");
        return providers
                .ask(Request.json("POST", server + "/apps.connections.open", Map.of())
                        .bearer(account.value("app")))
                .compose(reply -> {
                    var answer = reply instanceof ProviderClient.Reply.Answered answered ? answered.answer() : null;
                    if (answer == null || !Boolean.TRUE.equals(answer.json().getValue("ok"))) {
                        var error = answer == null ? "" : answer.text("error");
                        return Future.failedFuture(
                                error.matches("[a-z_]{1,60}") ? "Slack answered " + error : "Slack gave no answer");
                    }
                    return Future.succeededFuture(URI.create(answer.text("url")));
                });
    }

    private static String said(Throwable failed) {
        var words = failed.getMessage();
        return "answers by Socket Mode do not arrive: "
                + (words != null && words.startsWith("Slack ")
                        ? words
                        : failed.getClass().getSimpleName());
    }

    private void listen(WebSocket socket) {
        if (closed) {
            socket.close();
            return;
        }
        int number = ++opened;
        current = socket;
        serving = number;
        long began = System.nanoTime();
        socket.textMessageHandler(text -> take(socket, number, text));
        socket.exceptionHandler(failed -> socket.close());
        // One that is silent for longer than that is closed by its idle timeout.
        long pings = vertx.setPeriodic(PING_MS, due -> socket.writePing(Buffer.buffer("belfry")));
        socket.closeHandler(closed -> context.runOnContext(go -> ended(number, pings, began)));
        socket.resume();
        // It may have ended before there was a handler for that.
        if (socket.isClosed()) {
            ended(number, pings, began);
        }
    }

    private void ended(int number, long pings, long began) {
        vertx.cancelTimer(pings);
        if (number == serving) {
            current = null;
            serving = 0;
            lived(began);
            again();
        }
    }

    /** One that has lasted is followed by the next at once; those that end at once come less and less often. */
    private void lived(long began) {
        if ((System.nanoTime() - began) / 1_000_000 >= LIVED_MS) {
            attempts = 0;
        }
    }

    private void again() {
        if (closed) {
            return;
        }
        long wait = attempts == 0 ? 0 : Math.min(LONGEST_WAIT_MS, 500L << Math.min(7, attempts - 1));
        vertx.setTimer(1 + wait / 2 + random.nextLong(wait / 2 + 1), next -> open());
    }

    private void take(WebSocket socket, int number, String text) {
        var message = SlackPayload.json(text);
        if (message == null) {
            return;
        }
        if (message.getValue("envelope_id") instanceof String envelope) {
            socket.writeTextMessage(
                    new JsonObject().put("envelope_id", envelope).encode());
        }
        var type = message.getValue("type");
        if ("hello".equals(type)) {
            book.note(account, new Outcome.Accepted("Slack brings answers by Socket Mode"));
        } else if ("disconnect".equals(type)) {
            replace(socket, number);
        } else if ("interactive".equals(type) && message.getValue("payload") instanceof JsonObject payload) {
            commands.take(account, payload);
        }
    }

    /** The next is opened before this one ends, and what still comes over this one is taken. */
    private void replace(WebSocket socket, int number) {
        if (number == serving) {
            current = null;
            serving = 0;
            again();
            vertx.setTimer(GOODBYE_MS, late -> socket.close());
        }
    }
}
