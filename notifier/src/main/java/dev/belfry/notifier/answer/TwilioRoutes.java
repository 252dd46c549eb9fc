package dev.belfry.notifier.answer;

import dev.belfry.notifier.account.AccountBook;
import dev.belfry.notifier.ack.AckToken;
import dev.belfry.notifier.channel.Account;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Text;
import dev.belfry.notifier.page.PageStore;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /answers/twilio}: a key that was pressed during a call, and the answer to an SMS. Only what Twilio has signed is looked
 * at, and the acknowledge goes the way that the link takes.
 */
public final class TwilioRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(TwilioRoutes.class);
    private static final long MOST_BYTES = 16 * 1024;
    private static final Pattern CODE = Pattern.compile("\\b(\\d{4})\\b");

    private final URI console;
    private final AccountBook accounts;
    private final AnswerStore store;
    private final PageStore pages;
    private final AnswerCommands answers;
    private final byte[] key;
    private final InstantSource clock;

    /** @param console where Twilio reaches us: what it signs begins with it */
    public TwilioRoutes(
            URI console,
            AccountBook accounts,
            AnswerStore store,
            PageStore pages,
            AnswerCommands answers,
            byte[] key,
            InstantSource clock) {
        this.console = console;
        this.accounts = accounts;
        this.store = store;
        this.pages = pages;
        this.answers = answers;
        this.key = key.clone();
        this.clock = clock;
    }

    public void mount(Router router) {
        router.post("/answers/twilio/:account/key/:key/:token")
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(context -> signed(context, this::pressed));
        router.post("/answers/twilio/:account/sms")
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(context -> signed(context, this::written));
    }

    /** What to do with a request that is Twilio's, and the words that it answers. */
    private interface Work {
        Future<String> with(RoutingContext context, Map<String, String> form);
    }

    private void signed(RoutingContext context, Work work) {
        var account = account(context.pathParam("account"));
        Map<String, String> form = new HashMap<>();
        context.request().formAttributes().forEach(form::put);
        var url = console.toString().replaceAll("/+$", "") + context.request().uri();
        if (account == null
                || !TwilioSignature.holds(
                        context.request().getHeader("X-Twilio-Signature"), account.value("token"), url, form)) {
            context.response().setStatusCode(403).end();
            return;
        }
        boolean call = context.request().path().contains("/key/");
        work.with(context, form)
                .otherwise(failed -> {
                    LOG.atWarn()
                            .setCause(failed)
                            .log("an answer by phone or SMS was not taken; its sender was asked to use the link");
                    return "That did not work. Please use the link.";
                })
                .onSuccess(words -> context.response()
                        .putHeader("Content-Type", "text/xml")
                        .end("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>" + spoken(words, call)
                                + "</Response>"));
    }

    private static String spoken(String words, boolean call) {
        return call
                ? "<Say language=\"en-US\">" + Text.html(words) + "</Say>"
                : "<Message>" + Text.html(words) + "</Message>";
    }

    private @Nullable Account account(String id) {
        return accounts.of(Channel.SMS).stream()
                .filter(one ->
                        one.kind().equals("twilio") && one.id().toString().equals(id))
                .findFirst()
                .orElse(null);
    }

    private Future<String> pressed(RoutingContext context, Map<String, String> form) {
        if (!context.pathParam("key").equals(form.get("Digits"))) {
            return Future.succeededFuture("That was not the key. Nothing is acknowledged.");
        }
        return switch (AckToken.read(context.pathParam("token"), key, clock.instant())) {
            case AckToken.Reading.Forged forged -> Future.succeededFuture("This call is not known.");
            case AckToken.Reading.Expired expired -> Future.succeededFuture("This call is too long ago.");
            case AckToken.Reading.Valid valid -> {
                var token = valid.token();
                var listed = token.isDigest()
                        ? pages.digest(token.page(), token.user())
                        : pages.find(token.page()).map(found -> found.stream().toList());
                yield listed.compose(all -> answers.acknowledge(all, "voice"));
            }
        };
    }

    private Future<String> written(RoutingContext context, Map<String, String> form) {
        var code = CODE.matcher(form.getOrDefault("Body", ""));
        if (!code.find()) {
            return Future.succeededFuture("Answer with the four digits of the message that you acknowledge.");
        }
        return store.pages(
                        form.getOrDefault("From", ""),
                        code.group(1),
                        clock.instant().minus(AnswerCommands.ANSWERED_WITHIN))
                .compose(listed -> answers.acknowledge(listed, "sms"));
    }
}
