package dev.belfry.notifier.answer;

import dev.belfry.notifier.channel.Account;
import dev.belfry.notifier.channel.ProviderClient;
import dev.belfry.notifier.channel.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what Slack says was pressed, by whichever way it came, and tells the presser what came of it, nobody else. */
public final class SlackCommands {
    private static final Logger LOG = LoggerFactory.getLogger(SlackCommands.class);
    private static final String HOOKS = "hooks.slack.com";

    private final AnswerCommands answers;
    private final ProviderClient providers;

    public SlackCommands(AnswerCommands answers, ProviderClient providers) {
        this.answers = answers;
        this.providers = providers;
    }

    /** Always succeeds, some seconds later; Slack has had its answer by then. */
    Future<Void> take(Account account, JsonObject payload) {
        var read = SlackPayload.of(payload);
        return read.isEmpty()
                ? Future.succeededFuture()
                : answers.press(read.get().pressed())
                        .otherwise(failed -> {
                            LOG.atWarn()
                                    .setCause(failed)
                                    .log("an answer by Slack was not taken; its sender was asked to open the incident");
                            return "That did not work. Please open the incident in Belfry.";
                        })
                        .compose(words -> say(account, read.get().reply(), words));
    }

    private Future<Void> say(Account account, String reply, String words) {
        return isSlack(account, reply)
                ? providers
                        .ask(Request.json(
                                "POST",
                                reply,
                                Map.of("response_type", "ephemeral", "replace_original", false, "text", words)))
                        .mapEmpty()
                : Future.succeededFuture();
    }

    /** Where an account has a server of its own, answers go there too. */
    private static boolean isSlack(Account account, String reply) {
        try {
            var host = URI.create(reply).getHost();
            var own = account.value("server");
            return HOOKS.equals(host)
                    || (!own.isEmpty()
                            && host != null
                            && host.equals(URI.create(own).getHost()));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
