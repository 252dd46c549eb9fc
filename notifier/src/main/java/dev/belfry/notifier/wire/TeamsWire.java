package dev.belfry.notifier.wire;

import dev.belfry.notifier.channel.Answer;
import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.Request;
import dev.belfry.notifier.channel.Text;
import dev.belfry.notifier.channel.Verdict;
import dev.belfry.notifier.channel.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Workflows of Microsoft Teams: an Adaptive Card. Such a webhook hears of no button, so buttons lead to our pages. */
final class TeamsWire implements Wire {
    private static final int MOST_TEXT = 12_000;
    private static final int MOST_FACTS = 20;
    private static final int MOST_BUTTONS = 6;

    @Override
    public Request request(Letter letter) {
        var card = letter.card();
        var title = CardText.title(card, 300);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        content.put("type", "AdaptiveCard");
        content.put("version", "1.4");
        content.put("msteams", Map.of("width", "Full", "entities", List.of()));
        content.put("body", body(card, title));
        content.put(
                "actions",
                card.links().stream()
                        .limit(MOST_BUTTONS)
                        .map(link -> Map.of(
                                "type", "Action.OpenUrl", "title", Text.line(link.words(), 60), "url", link.url()))
                        .toList());
        Map<String, Object> attachment = new LinkedHashMap<>();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
        attachment.put("contentUrl", null);
        attachment.put("content", content);
        return Request.json(
                "POST",
                letter.to().address(),
                Map.of("type", "message", "summary", flat(title), "attachments", List.of(attachment)));
    }

    private static List<Map<String, Object>> body(Card card, String title) {
        List<Map<String, Object>> body = new ArrayList<>();
        body.add(Map.of(
                "type",
                "TextBlock",
                "size",
                "Medium",
                "weight",
                "Bolder",
                "style",
                "heading",
                "color",
                colour(card.tone()),
                "wrap",
                true,
                "text",
                flat(title)));
        int room = MOST_TEXT;
        for (var line : card.lines()) {
            room -= CardText.json(line);
            if (room < 0) {
                body.add(block("…"));
                break;
            }
            if (!line.isBlank()) {
                body.add(block(line));
            }
        }
        if (!card.facts().isEmpty()) {
            body.add(Map.of(
                    "type",
                    "FactSet",
                    "facts",
                    card.facts().stream()
                            .limit(MOST_FACTS)
                            .map(fact -> Map.of("title", flat(fact.name()), "value", flat(fact.value())))
                            .toList()));
        }
        return body;
    }

    private static Map<String, Object> block(String text) {
        return Map.of("type", "TextBlock", "wrap", true, "text", flat(text));
    }

    private static String colour(Card.Tone tone) {
        return switch (tone) {
            case URGENT -> "Attention";
            case CALM -> "Warning";
            case QUIET -> "Accent";
        };
    }

    /** Cards read a little Markdown: a link is broken apart, so that nothing a sender wrote leads anywhere. */
    private static String flat(String text) {
        return text.replace("](", "]\u200b(");
    }

    @Override
    public Outcome outcome(Answer answer, Instant now) {
        var error = answer.json().getValue("error");
        return Verdict.hook(
                "Microsoft Teams",
                answer,
                error instanceof io.vertx.core.json.JsonObject one ? String.valueOf(one.getValue("code", "")) : "",
                null,
                now);
    }
}
