package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Press;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Text;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Slack app of one's own: messages to a person or a channel, changed in place, with buttons that come back where the account
 * has a way for them. It answers 200 to almost everything; whether it took a message is in the body.
 */
final class SlackBotWire implements Wire {
    private static final String USUAL = "https://slack.com/api";
    private static final int LONGEST_TITLE = 300;
    /** Of the 3,000 that a section may have. */
    private static final int LONGEST = 2_900;

    /** What is wrong with our own app: it is so for everybody. */
    private static final Set<String> ACCOUNT = Set.of(
            "not_authed",
            "invalid_auth",
            "account_inactive",
            "token_revoked",
            "token_expired",
            "missing_scope",
            "no_permission",
            "not_allowed_token_type",
            "access_denied",
            "org_login_required",
            "ekm_access_denied",
            "team_access_not_granted");

    /** Nothing can be posted there any more. */
    private static final Set<String> GONE = Set.of(
            "channel_not_found",
            "user_not_found",
            "users_not_found",
            "user_disabled",
            "is_archived",
            "not_in_channel",
            "messages_tab_disabled",
            "cannot_dm_bot");

    private static final Set<String> TROUBLE =
            Set.of("fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org");

    @Override
    public Request request(Letter letter) {
        var thread = letter.thread();
        var body = body(letter);
        body.put("channel", thread == null ? letter.to().address() : channel(thread));
        body.put("unfurl_links", false);
        if (thread != null) {
            body.put("thread_ts", timestamp(thread));
            // What stands in a thread only reaches nobody who has not looked at it before.
            body.put("reply_broadcast", true);
        }
        return asked(letter, "chat.postMessage", body);
    }

    @Override
    public Request edit(Letter letter, String receipt) {
        var body = body(letter);
        body.put("channel", channel(receipt));
        body.put("ts", timestamp(receipt));
        return asked(letter, "chat.update", body);
    }

    private static Request asked(Letter letter, String method, Map<String, Object> body) {
        return Request.json("POST", address(letter.value("server"), method), body)
                .bearer(letter.value("token"));
    }

    private static String address(String server, String method) {
        return (server.isEmpty() ? USUAL : server.replaceAll("/+$", "")) + "/" + method;
    }

    private static Map<String, Object> body(Letter letter) {
        var card = letter.card();
        var title = CardText.title(card, LONGEST_TITLE);
        var blocks = new ArrayList<Map<String, Object>>();
        blocks.add(section(Markup.SLACK.bold(title)));
        var text = CardText.withoutButtons(card, Markup.SLACK, LONGEST, CardText::codePoints);
        if (!text.isEmpty()) {
            blocks.add(section(text));
        }
        var buttons = buttons(letter);
        if (!buttons.isEmpty()) {
            blocks.add(Map.of("type", "actions", "elements", buttons));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", Markup.SLACK.escape(title));
        body.put("blocks", blocks);
        return body;
    }

    private static Map<String, Object> section(String text) {
        return Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", text));
    }

    /** Where buttons come back to us they answer; else the first leads to the page that does. */
    private static List<Map<String, Object>> buttons(Letter letter) {
        var card = letter.card();
        boolean answers = !card.presses().isEmpty() && isAnswered(letter);
        var buttons = new ArrayList<Map<String, Object>>();
        if (answers) {
            card.presses()
                    .forEach(press ->
                            buttons.add(answer(press, letter.notice().id().toString())));
        }
        CardText.buttons(card).stream()
                .filter(link -> !answers || !link.url().contains("/ack/"))
                .forEach(link -> buttons.add(leading(link, buttons.size())));
        return buttons;
    }

    private static boolean isAnswered(Letter letter) {
        return !letter.value("app").isEmpty() || !letter.value("signing").isEmpty();
    }

    private static Map<String, Object> answer(Press press, String message) {
        Map<String, Object> button = new LinkedHashMap<>();
        button.put("type", "button");
        button.put("action_id", press.word());
        button.put("text", plain(press.words()));
        button.put("value", message);
        if (press == Press.ACKNOWLEDGE) {
            button.put("style", "primary");
        } else {
            button.put("style", "danger");
            button.put(
                    "confirm",
                    Map.of(
                            "title", plain("Resolve the incident?"),
                            "text", plain("Everyone who was paged gets a message that it is resolved."),
                            "confirm", plain("Resolve"),
                            "deny", plain("Cancel")));
        }
        return button;
    }

    private static Map<String, Object> leading(Card.Link link, int n) {
        return Map.of(
                "type",
                "button",
                "action_id",
                "open-" + n,
                "text",
                plain(Text.line(link.words(), 75)),
                "url",
                link.url());
    }

    private static Map<String, Object> plain(String text) {
        return Map.of("type", "plain_text", "text", text);
    }

    private static String channel(String receipt) {
        return receipt.substring(0, slash(receipt));
    }

    private static String timestamp(String receipt) {
        return receipt.substring(slash(receipt) + 1);
    }

    private static int slash(String receipt) {
        int slash = receipt.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("this is no receipt of Slack");
        }
        return slash;
    }

    @Override
    public Outcome outcome(Answer answer, Instant now) {
        var error = answer.text("error");
        var said = error.matches("[a-z_]{1,60}") ? error : "";
        if (answer.success() && Boolean.TRUE.equals(answer.json().getValue("ok"))) {
            var receipt = answer.text("channel") + "/" + answer.text("ts");
            return new Outcome.Accepted("Slack has the message", receipt.length() > 1 ? receipt : null);
        }
        int status = answer.status();
        if (ACCOUNT.contains(said) || status == 401 || status == 403 || status == 404) {
            return Verdict.refused("Slack", status, said, Outcome.Fault.CHANNEL);
        }
        if (said.equals("ratelimited") || said.equals("rate_limited")) {
            return Verdict.hook("Slack", new Answer(429, answer.headers(), answer.body()), said, null, now);
        }
        if (TROUBLE.contains(said)) {
            return new Outcome.Passing("Slack is in trouble (" + said + ")", null, Outcome.Trouble.CERTAIN);
        }
        if (answer.success()) {
            return Verdict.refused(
                    "Slack", status, said, GONE.contains(said) ? Outcome.Fault.GONE : Outcome.Fault.ADDRESS);
        }
        return Verdict.hook("Slack", answer, said, null, now);
    }

    @Override
    public boolean edits() {
        return true;
    }

    @Override
    public boolean threads() {
        return true;
    }

    @Override
    public boolean throughAccount() {
        return true;
    }
}
