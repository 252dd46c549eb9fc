package dev.belfry.notifier.answer;

import dev.belfry.notifier.account.AccountBook;
import dev.belfry.notifier.channel.Account;
import dev.belfry.notifier.channel.Channel;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** {@code /answers/slack}: buttons, where Slack reaches us from outside. Only what it has signed is looked at. */
public final class SlackRoutes {
    private static final long MOST_BYTES = 256 * 1024;

    private final AccountBook accounts;
    private final SlackCommands commands;
    private final InstantSource clock;

    public SlackRoutes(AccountBook accounts, SlackCommands commands, InstantSource clock) {
        this.accounts = accounts;
        this.commands = commands;
        this.clock = clock;
    }

    public void mount(Router router) {
        router.post("/answers/slack/:account")
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(this::taken);
    }

    /** Slack waits three seconds: it is answered at once, and the presser when it is done. */
    private void taken(RoutingContext context) {
        var account = account(context.pathParam("account"));
        var body = context.body().buffer();
        if (account == null
                || !SlackSignature.holds(
                        context.request().getHeader("X-Slack-Signature"),
                        context.request().getHeader("X-Slack-Request-Timestamp"),
                        account.value("signing"),
                        body == null ? new byte[0] : body.getBytes(),
                        clock.instant())) {
            context.response().setStatusCode(403).end();
            return;
        }
        var payload = SlackPayload.json(context.request().getFormAttribute("payload"));
        if (payload == null) {
            context.response().setStatusCode(400).end();
            return;
        }
        context.response().end();
        commands.take(account, payload);
    }

    private @Nullable Account account(String id) {
        return accounts.of(Channel.SLACK_BOT).stream()
                .filter(one -> one.id().toString().equals(id))
                .findFirst()
                .orElse(null);
    }
}
