package dev.belfry.notifier.answer;

import dev.belfry.notifier.account.AccountBook;
import dev.belfry.notifier.channel.Account;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.ProviderClient;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Text;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Telegram what was pressed, so that nothing of ours has to be reachable. One replica asks for each bot, since Telegram gives
 * what it has to whoever asks; where it ended is kept, so that a press is taken by the next one when it dies.
 */
public final class TelegramSweep {
    public static final Duration EVERY = Duration.ofMillis(300);

    private static final Logger LOG = LoggerFactory.getLogger(TelegramSweep.class);
    private static final String USUAL = "https://api.telegram.org";
    /** Telegram keeps the question so long when there is nothing to say; an answer is waited for a little longer. */
    private static final int PATIENCE_SECONDS = 3;

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int AT_ONCE = 50;
    private static final int LONGEST_WORDS = 190;

    private final TelegramStore store;
    private final ProviderClient providers;
    private final AnswerCommands answers;
    private final AccountBook book;
    private final UUID owner;
    private final InstantSource clock;
    /** Until when those are left alone that gave no answer. */
    private final Map<UUID, Instant> pauses = new ConcurrentHashMap<>();

    /** @param owner this replica */
    public TelegramSweep(
            Database database,
            ProviderClient providers,
            AnswerCommands answers,
            AccountBook book,
            UUID owner,
            InstantSource clock) {
        this.store = new TelegramStore(database);
        this.providers = providers;
        this.answers = answers;
        this.book = book;
        this.owner = owner;
        this.clock = clock;
    }

    public Future<Void> run() {
        var now = clock.instant();
        pauses.values().removeIf(until -> !until.isAfter(now));
        var accounts = book.of(Channel.TELEGRAM).stream()
                .filter(account -> !pauses.containsKey(account.id()))
                .toList();
        return accounts.isEmpty()
                ? Future.succeededFuture()
                : Future.join(accounts.stream().map(this::ask).toList()).mapEmpty();
    }

    /** Another replica goes on at once. */
    public Future<Void> close() {
        return store.release(owner).otherwiseEmpty();
    }

    private Future<Void> ask(Account account) {
        return store.hold(account.id(), owner, LEASE)
                .compose(next -> next == null ? Future.<Void>succeededFuture() : ask(account, next));
    }

    private Future<Void> ask(Account account, long next) {
        return call(
                        account,
                        "getUpdates",
                        Map.of(
                                "offset",
                                next,
                                "timeout",
                                PATIENCE_SECONDS,
                                "limit",
                                AT_ONCE,
                                "allowed_updates",
                                List.of("callback_query", "message")))
                .compose(reply -> {
                    var answer = reply instanceof ProviderClient.Reply.Answered answered ? answered.answer() : null;
                    if (answer == null || !(answer.json().getValue("result") instanceof JsonArray updates)) {
                        var said = answer == null ? "no answer" : "answer " + answer.status();
                        book.note(
                                account,
                                new Outcome.Passing(
                                        "answers by button do not arrive: " + said, null, Outcome.Trouble.NONE));
                        pauses.put(account.id(), clock.instant().plus(PAUSE));
                        return Future.succeededFuture();
                    }
                    return take(account, updates, next);
                });
    }

    /** Kept is where to go on once all are taken: what comes again after a crash is known. */
    private Future<Void> take(Account account, JsonArray updates, long next) {
        long after = next;
        List<Future<Void>> taken = new ArrayList<>();
        for (var each : updates) {
            if (each instanceof JsonObject update && update.getValue("update_id") instanceof Number id) {
                after = Math.max(after, id.longValue() + 1);
                taken.add(take(account, TelegramUpdate.of(update)));
            }
        }
        long to = after;
        return to == next
                ? Future.succeededFuture()
                : Future.join(taken).otherwiseEmpty().compose(done -> store.read(account.id(), owner, to));
    }

    private Future<Void> take(Account account, TelegramUpdate update) {
        return switch (update) {
            case TelegramUpdate.Button button ->
                answers.press(button.pressed())
                        .otherwise(failed -> {
                            LOG.atWarn()
                                    .setCause(failed)
                                    .log(
                                            "an answer by Telegram was not taken; its sender was asked to open the incident");
                            return "That did not work. Please open the incident in Belfry.";
                        })
                        .compose(words -> say(account, button.query(), words));
            case TelegramUpdate.Unknown unknown ->
                say(account, unknown.query(), "This button is not known. Please open the incident in Belfry.");
            case TelegramUpdate.Hello hello ->
                call(
                                account,
                                "sendMessage",
                                Map.of(
                                        "chat_id",
                                        hello.chat(),
                                        "text",
                                        "The ID of this chat is " + hello.chat()
                                                + ". To be paged here, add it in Belfry under “My notifications”."))
                        .mapEmpty();
            case TelegramUpdate.Nothing nothing -> Future.succeededFuture();
        };
    }

    private Future<Void> say(Account account, String query, String words) {
        return call(
                        account,
                        "answerCallbackQuery",
                        Map.of("callback_query_id", query, "text", Text.line(words, LONGEST_WORDS), "show_alert", true))
                .mapEmpty();
    }

    private Future<ProviderClient.Reply> call(Account account, String method, Map<String, Object> body) {
        var server = account.value("server").isEmpty()
                ? USUAL
                : account.value("server").replaceAll("/+$", "");
        return providers.ask(Request.json("POST", server + "/bot" + account.value("token") + "/" + method, body));
    }
}
